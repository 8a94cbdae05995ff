/**
 * Label of one row: class 1 from probability 0.5 on where there is one output (binary), else the class with
 * the largest probability, the first of equals.
 */
export function predictedClass(prediction: Float64Array, outputs: number, row: number): number {
  if (outputs === 1) return (prediction[row] as number) >= 0.5 ? 1 : 0;
  const start = row * outputs;
  let best = 0;
  let largest = prediction[start] as number;
  for (let output = 1; output < outputs; output++) {
    const value = prediction[start + output] as number;
    if (value > largest) {
      largest = value;
      best = output;
    }
  }
  return best;
}
