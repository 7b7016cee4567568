type Step = () => Promise<void> | void;

const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/**
 * What must be undone, in the opposite order. It runs once: when asked, or when the
 * process is told to end by a signal, and then the process ends as the signal says.
 */
export class CleanUp {
  private readonly steps: Step[] = [];
  private running: Promise<void> | undefined;

  constructor() {
    for (const signal of Object.keys(SIGNALS)) process.on(signal, this.onSignal);
  }

  add(step: Step): void {
    this.steps.push(step);
  }

  run(): Promise<void> {
    return (this.running ??= this.runSteps());
  }

  private async runSteps(): Promise<void> {
    const errors: unknown[] = [];
    for (const step of this.steps.reverse()) {
      try {
        await step();
      } catch (error) {
        // The other steps are needed all the same.
        errors.push(error);
      }
    }
    for (const signal of Object.keys(SIGNALS)) process.off(signal, this.onSignal);
    if (errors.length > 0) throw errors[0];
  }

  private readonly onSignal = (signal: NodeJS.Signals): void => {
    const exitCode = 128 + SIGNALS[signal as keyof typeof SIGNALS];
    // Whatever else happens, an interrupted program does not go on.
    void this.run().then(
      () => process.exit(exitCode),
      () => process.exit(exitCode),
    );
  };
}
