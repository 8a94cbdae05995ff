/** Adds up the time that lanes stand without a trial. */
export interface IdleMeter {
  /** From now on this share of the lanes stands still, 0 to 1. */
  set(share: number): void;
  /** So far, mean over the lanes, milliseconds. */
  idleMs(): number;
}

export function createIdleMeter(): IdleMeter {
  let idleMs = 0;
  let share = 0;
  let sinceMs = Date.now();
  const settle = (): void => {
    idleMs += share * (Date.now() - sinceMs);
    sinceMs = Date.now();
  };
  return {
    set(next) {
      settle();
      share = next;
    },
    idleMs() {
      settle();
      return idleMs;
    },
  };
}
