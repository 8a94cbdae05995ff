/** Value at `x`; writes the gradient there. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface LbfgsOptions {
  /** Stops once no component of the gradient is greater. */
  readonly tolerance: number;
  readonly maxIterations: number;
  /** Awaited after each iteration; may throw to stop. */
  turn(iteration: number): Promise<void>;
}

interface Step {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

const memory = 10;

/**
 * Minimises a smooth convex function from `x` on, in place: limited-memory BFGS with two-loop recursion
 * (Nocedal and Wright, Numerical Optimization, algorithm 7.4) and a bracketing Wolfe line search.
 * Returns the number of iterations.
 */
export async function minimise(
  x: Float64Array,
  objective: Objective,
  options: LbfgsOptions,
): Promise<number> {
  const steps: Step[] = [];
  let gradient: Float64Array = new Float64Array(x.length);
  let value = objective(x, gradient);
  for (let iteration = 1; iteration <= options.maxIterations; iteration++) {
    if (gradient.every((g) => Math.abs(g) <= options.tolerance)) return iteration - 1;
    const direction = descentDirection(gradient, steps);
    const first = steps.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    const found = wolfeSearch(objective, x, value, gradient, direction, first);
    if (found === null) {
      if (steps.length === 0) return iteration - 1;
      steps.length = 0; // the curvature is stale: start again from steepest descent
      continue;
    }
    const s = direction.map((d) => d * found.length);
    const y = found.gradient.map((g, i) => g - (gradient[i] ?? 0));
    const curvature = dot(s, y);
    if (curvature > 1e-12 * dot(y, y)) steps.push({ s, y, rho: 1 / curvature });
    if (steps.length > memory) steps.shift();
    for (let i = 0; i < x.length; i++) x[i]! += s[i]!;
    value = found.value;
    gradient = found.gradient;
    await options.turn(iteration);
  }
  return options.maxIterations;
}

function descentDirection(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const direction = gradient.map((g) => -g);
  const alphas: number[] = [];
  for (const { s, y, rho } of steps.toReversed()) {
    const alpha = rho * dot(s, direction);
    alphas.unshift(alpha);
    addScaled(direction, y, -alpha);
  }
  const last = steps.at(-1);
  if (last !== undefined) {
    const scale = 1 / (last.rho * dot(last.y, last.y));
    for (let i = 0; i < direction.length; i++) direction[i]! *= scale;
  }
  for (const [k, { s, y, rho }] of steps.entries()) {
    addScaled(direction, s, (alphas[k] ?? 0) - rho * dot(y, direction));
  }
  return direction;
}

interface Found {
  readonly length: number;
  readonly value: number;
  readonly gradient: Float64Array;
}

/** A step length that meets the weak Wolfe conditions, by doubling and bisection; null when none is found. */
function wolfeSearch(
  objective: Objective,
  x: Float64Array,
  value: number,
  gradient: Float64Array,
  direction: Float64Array,
  first: number,
): Found | null {
  const slope = dot(gradient, direction);
  if (!(slope < 0)) return null;
  const trial = new Float64Array(x.length);
  let low = 0;
  let high = Infinity;
  let length = first;
  for (let attempt = 0; attempt < 40; attempt++) {
    for (let i = 0; i < x.length; i++) trial[i] = x[i]! + length * direction[i]!;
    const trialGradient = new Float64Array(x.length);
    const trialValue = objective(trial, trialGradient);
    if (!(trialValue <= value + 1e-4 * length * slope)) high = length;
    else if (dot(trialGradient, direction) < 0.9 * slope) low = length;
    else return { length, value: trialValue, gradient: trialGradient };
    length = high === Infinity ? 2 * low : (low + high) / 2;
  }
  return null;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addScaled(target: Float64Array, source: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i]! += factor * source[i]!;
}
