/** What is said from one moment of the film to another. */
export interface Cue {
  fromMs: number;
  toMs: number;
  text: string;
}

/** The captions as a WebVTT file, for players and for whoever searches them. */
export function webVtt(cues: readonly Cue[]): string {
  const blocks = cues.map(({ fromMs, toMs, text }, index) =>
    [String(index + 1), `${timestamp(fromMs)} --> ${timestamp(toMs)}`, escaped(text)].join('\n'),
  );
  return `${['WEBVTT', ...blocks].join('\n\n')}\n`;
}

function timestamp(ms: number): string {
  const rounded = Math.round(ms);
  const two = (figure: number) => String(figure).padStart(2, '0');
  const seconds = Math.floor(rounded / 1_000);
  const clock = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
  return `${clock}.${String(rounded % 1_000).padStart(3, '0')}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
