/** Of what ended, how much was delivered; null when nothing ended. */
export function shareOf({ sent, failed }: { sent: number; failed: number }): number | null {
  return sent + failed === 0 ? null : sent / (sent + failed);
}
