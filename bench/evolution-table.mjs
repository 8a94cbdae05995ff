// Trains every genome of genome-task.mjs once and stores its accuracy, for bench/evolution.mjs.
// Usage: node bench/evolution-table.mjs <folder with train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz>
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { genomeKeys } from './genome-task.mjs';

process.env.TF_NUM_INTRAOP_THREADS ??= '1';
process.env.TF_NUM_INTEROP_THREADS ??= '1';
const { tf } = await import('../dist/src/nn/tensorflow.js');

const trainingImages = 2000;
const validationImages = 2000;
const side = 14;

const [folder] = process.argv.slice(2);
const images = gunzipSync(readFileSync(join(folder, 'train-images-idx3-ubyte.gz'))).subarray(16);
const labels = gunzipSync(readFileSync(join(folder, 'train-labels-idx1-ubyte.gz'))).subarray(8);

/** Images [from, to) at half their size, in [0, 1]. */
function part(from, to) {
  const x = tf.tidy(() => {
    const pixels = Float32Array.from(images.subarray(from * 784, to * 784), (value) => value / 255);
    return tf.avgPool(tf.tensor4d(pixels, [to - from, 28, 28, 1]), 2, 2, 'valid');
  });
  const y = tf.tidy(() => tf.oneHot(tf.tensor1d(labels.subarray(from, to), 'int32'), 10));
  return { x, y };
}

/** Blocks one after the other, then a dense layer over all that is left. */
function build(key) {
  const input = tf.input({ shape: [side, side, 1] });
  let seed = 1;
  const initial = () => tf.initializers.heNormal({ seed: seed++ });
  const conv = (filters, kernelSize) =>
    tf.layers.conv2d({
      filters,
      kernelSize,
      padding: 'same',
      activation: 'relu',
      kernelInitializer: initial(),
    });
  const block = (x, name) => {
    const [type, ...sizes] = name.split('-');
    const [first, second] = sizes.map(Number);
    const channels = x.shape[3];
    if (type === 'conv') return conv(first, second).apply(x);
    if (type === 'residual') return tf.layers.add().apply([x, conv(channels, first).apply(x)]);
    if (type === 'pool') return tf.layers.maxPooling2d({ poolSize: 2, padding: 'same' }).apply(x);
    const [depthwiseInitializer, pointwiseInitializer] = [initial(), initial()];
    return tf.layers
      .separableConv2d({
        ...{ filters: 16, kernelSize: first, padding: 'same', activation: 'relu' },
        ...{ depthwiseInitializer, pointwiseInitializer },
      })
      .apply(x);
  };
  const features = tf.layers.flatten().apply(key.split(' ').reduce(block, input));
  const head = tf.layers.dense({
    units: 10,
    activation: 'softmax',
    kernelInitializer: tf.initializers.glorotUniform({ seed: seed++ }),
  });
  return tf.model({ inputs: input, outputs: head.apply(features) });
}

const training = part(0, trainingImages);
const validation = part(trainingImages, trainingImages + validationImages);

/** Accuracy on the validation images after one epoch. */
async function accuracyOf(key) {
  const model = build(key);
  const optimizer = tf.train.adam(2e-3);
  model.compile({ optimizer, loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  await model.fit(training.x, training.y, { epochs: 1, batchSize: 32, shuffle: false, verbose: 0 });
  const [loss, accuracy] = model.evaluate(validation.x, validation.y, { batchSize: 1000 });
  const value = accuracy.dataSync()[0];
  tf.dispose([loss, accuracy]);
  model.dispose();
  optimizer.dispose();
  return Number(value.toFixed(4));
}

const accuracies = {};
const started = performance.now();
for (const [i, key] of genomeKeys.entries()) {
  accuracies[key] = await accuracyOf(key);
  if (i % 50 === 0) process.stderr.write(`${i} of ${genomeKeys.length}\n`);
}
const seconds = Math.round((performance.now() - started) / 1000);
const about = {
  task: `MNIST, ${trainingImages} training and ${validationImages} validation images of ${side} × ${side}, one epoch`,
  command: 'node bench/evolution-table.mjs <mnist>',
  date: new Date().toISOString().slice(0, 10),
  tensorflow: tf.version['tfjs-core'],
  seconds,
};
const file = fileURLToPath(new URL('data/evolution-table.json', import.meta.url));
writeFileSync(file, `${JSON.stringify({ about, accuracies }, null, 2)}\n`);
process.stdout.write(`${file}: ${genomeKeys.length} genomes in ${seconds} s\n`);
