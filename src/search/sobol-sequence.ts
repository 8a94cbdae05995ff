/**
 * Polynomials and initial direction numbers of the dimensions after the first, from `new-joe-kuo-6.21201` (Joe & Kuo
 * 2008, "Constructing Sobol sequences with better two-dimensional projections"): the coefficients of the polynomial
 * between its ends as a number, then m₁ to m_s.
 */
const directions: readonly (readonly number[])[] = [
  [0, 1],
  [1, 1, 3],
  [1, 1, 3, 1],
  [2, 1, 1, 1],
  [1, 1, 1, 3, 3],
  [4, 1, 3, 5, 13],
  [2, 1, 1, 5, 5, 17],
  [4, 1, 1, 5, 5, 5],
  [7, 1, 1, 7, 11, 19],
  [11, 1, 1, 5, 1, 1],
  [13, 1, 1, 1, 3, 11],
  [14, 1, 3, 5, 5, 31],
  [1, 1, 3, 3, 9, 7, 49],
  [13, 1, 1, 1, 15, 21, 21],
  [16, 1, 3, 1, 13, 27, 49],
  [19, 1, 1, 1, 15, 7, 5],
  [22, 1, 3, 1, 15, 13, 25],
  [25, 1, 1, 5, 5, 19, 61],
  [1, 1, 3, 7, 11, 23, 15, 103],
  [4, 1, 3, 7, 13, 13, 15, 69],
  [7, 1, 1, 3, 13, 7, 35, 63],
  [8, 1, 3, 5, 9, 1, 25, 53],
  [14, 1, 3, 1, 13, 9, 35, 107],
  [19, 1, 3, 1, 5, 27, 61, 31],
  [21, 1, 1, 5, 11, 19, 41, 61],
  [28, 1, 3, 5, 3, 3, 13, 69],
  [31, 1, 1, 7, 13, 1, 19, 1],
  [32, 1, 3, 7, 5, 13, 19, 59],
  [37, 1, 1, 3, 9, 25, 29, 41],
  [41, 1, 3, 5, 13, 23, 1, 55],
  [42, 1, 3, 7, 3, 13, 59, 17],
];

/** Dimensions for which there are direction numbers. */
export const sobolDimensions = directions.length + 1;

const columns = [
  Uint32Array.from({ length: 32 }, (_, bit) => 2 ** (31 - bit)),
  ...directions.map((numbers) => directionColumn(numbers)),
];

/**
 * Coordinate of point `index` of the Sobol sequence as 32 bits after the binary point.
 *
 * @param index from 0, below 2³²
 * @param dimension from 0, below {@link sobolDimensions}
 */
export function sobolBits(index: number, dimension: number): number {
  const column = columns[dimension] as Uint32Array;
  let bits = 0;
  for (let rest = index >>> 0, bit = 0; rest !== 0; rest >>>= 1, bit++) {
    if (rest & 1) bits ^= column[bit] as number;
  }
  return bits >>> 0;
}

/**
 * Owen's nested uniform scrambling by a hash of the reversed bits (Laine & Karras 2011, Burley 2020, "Practical
 * hash-based Owen scrambling", with the constants of Vegdahl 2021): every seed gives another sequence of the same
 * evenness.
 *
 * @param bits 32 bits
 * @param seed 32 bits
 */
export function scrambledBits(bits: number, seed: number): number {
  let x = reversedBits(bits);
  x ^= Math.imul(x, 0x3d20adea);
  x += seed;
  x = Math.imul(x, (seed >>> 16) | 1);
  x ^= Math.imul(x, 0x05526c56);
  x ^= Math.imul(x, 0x53a22864);
  return reversedBits(x);
}

function directionColumn([coefficients = 0, ...initial]: readonly number[]): Uint32Array {
  const degree = initial.length;
  const column = Uint32Array.from({ length: 32 }, (_, bit) => (initial[bit] ?? 0) * 2 ** (31 - bit));
  for (let bit = degree; bit < 32; bit++) {
    const start = column[bit - degree] as number;
    let value = start ^ (start >>> degree);
    for (let k = 1; k < degree; k++) {
      if ((coefficients >>> (degree - 1 - k)) & 1) value ^= column[bit - k] as number;
    }
    column[bit] = value;
  }
  return column;
}

function reversedBits(bits: number): number {
  let x = bits;
  x = ((x >>> 1) & 0x55555555) | ((x & 0x55555555) << 1);
  x = ((x >>> 2) & 0x33333333) | ((x & 0x33333333) << 2);
  x = ((x >>> 4) & 0x0f0f0f0f) | ((x & 0x0f0f0f0f) << 4);
  x = ((x >>> 8) & 0x00ff00ff) | ((x & 0x00ff00ff) << 8);
  return ((x >>> 16) | (x << 16)) >>> 0;
}
