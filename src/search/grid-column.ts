import type { Dimension } from './dimension.js';
import type { KernelColumn } from './kernel-columns.js';
import { logNormalMass } from './normal-distribution.js';
import { TruncatedNormals } from './truncated-normals.js';

/**
 * The kernel's mass over the value's cell. Points on a grid often coincide: equal kernels are evaluated once.
 *
 * @param centres coordinates of the points [points]
 * @param widths standard deviations of their kernels [points]
 * @param order rows of the points by ascending centre [points]
 */
export function gridColumn(
  dimension: Dimension,
  centres: Float64Array,
  widths: Float64Array,
  order: Int32Array,
): KernelColumn {
  const shapeOf = new Int32Array(order.length + 1);
  const shapes = distinctShapes(centres, widths, order, shapeOf);
  const logs = new Float64Array(shapes.count);
  const madeAt = new Int32Array(shapes.count);
  let calls = 0;
  return {
    cost: 1,
    greatest: 0,
    sample: (kernel, uniform) => dimension.nearest(shapes.sample(shapeOf[kernel] as number, uniform)),
    logPrior: (coordinate) =>
      logMass(shapes, shapes.count - 1, dimension.cellStart(coordinate), dimension.cellEnd(coordinate)),
    addLogDensity(coordinate, kernels, count, terms) {
      const start = dimension.cellStart(coordinate);
      const end = dimension.cellEnd(coordinate);
      calls++;
      for (let j = 0; j < count; j++) {
        const shape = shapeOf[kernels[j] as number] as number;
        if (madeAt[shape] !== calls) {
          logs[shape] = logMass(shapes, shape, start, end);
          madeAt[shape] = calls;
        }
        terms[j] = (terms[j] as number) + (logs[shape] as number);
      }
    },
  };
}

/** Logarithm of the mass of a kernel between two coordinates. */
function logMass(shapes: TruncatedNormals, shape: number, start: number, end: number): number {
  const centre = shapes.centres[shape] as number;
  const scale = shapes.scales[shape] as number;
  const cut = shapes.logMass[shape] as number;
  return logNormalMass((start - centre) * scale, (end - centre) * scale) - cut;
}

/** Neighbours in the order of centres with equal centre and width share a kernel; `shapeOf` is filled. */
function distinctShapes(
  centres: Float64Array,
  widths: Float64Array,
  order: Int32Array,
  shapeOf: Int32Array, // [points + 1]
): TruncatedNormals {
  const shapeCentres = new Float64Array(order.length);
  const shapeWidths = new Float64Array(order.length);
  let shapes = 0;
  for (let i = 0; i < order.length; i++) {
    const row = order[i] as number;
    const isKnown =
      shapes > 0 && shapeCentres[shapes - 1] === centres[row] && shapeWidths[shapes - 1] === widths[row];
    if (!isKnown) {
      shapeCentres[shapes] = centres[row] as number;
      shapeWidths[shapes] = widths[row] as number;
      shapes++;
    }
    shapeOf[row] = shapes - 1;
  }
  shapeOf[order.length] = shapes;
  return new TruncatedNormals(shapeCentres.subarray(0, shapes), shapeWidths.subarray(0, shapes));
}
