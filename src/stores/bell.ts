/** Wakes a loop that waits for news. */
export interface Bell {
  /** Ends the present wait, or the next one when none is going on. */
  ring(): void;
  /** Resolves when the bell rings, or earlier after `mostMs`. */
  wait(mostMs: number): Promise<void>;
}

export function createBell(): Bell {
  let rung = false;
  let wake = (): void => undefined;
  return {
    ring() {
      rung = true;
      wake();
    },
    async wait(mostMs) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, mostMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      rung = false;
    },
  };
}
