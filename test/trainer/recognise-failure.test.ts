import { expect, test } from 'vitest';
import { recogniseFailure } from '../../src/trainer/recognise-failure.js';
import { NotFiniteError, OutOfMemoryError } from '../../src/trainer/trainer-errors.js';

test.each([
  'OOM when allocating tensor with shape[8192,4096] and type float on /job:localhost/replica:0/task:0/device:GPU:0',
  'RESOURCE_EXHAUSTED: failed to allocate memory',
  'ResourceExhausted: no room',
  'failed to allocate 2.00G (2147483648 bytes) from device: CUDA_ERROR_OUT_OF_MEMORY: out of memory',
  "terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc",
  'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
  'Array buffer allocation failed',
])('a lack of memory: %s', (message) => {
  const known = recogniseFailure(message);
  expect(known).toBeInstanceOf(OutOfMemoryError);
  expect(known?.message).toContain(message.split('\n')[0]);
});

test('a lack of memory in the words of the TensorFlow that is installed', async () => {
  const { tf } = await import('../../src/nn/tensorflow.js');
  const [rows, columns] = [tf.ones([3_000_000, 1]), tf.ones([1, 2_000_000])]; // 24 TB together
  const error = (() => {
    try {
      tf.add(rows, columns);
      return null;
    } catch (error) {
      return error as Error;
    }
  })();
  expect(recogniseFailure(error?.message ?? '')?.message).toMatch(
    /^it ran out of memory: OOM when allocating tensor with shape\[3000000,2000000\] and type float/,
  );
}, 60_000); // its allocator waits 10 s for memory

test.each([
  'training diverged: loss is NaN at epoch 3',
  'the linear fit diverged',
  'prediction 17 is NaN',
  'prediction 0 is -Infinity',
])('no number: %s', (message) => {
  expect(recogniseFailure(message)).toEqual(new NotFiniteError(message));
});

test.each(['activation must be a string', 'unknown family "x"', 'log-loss is undefined on fold 2'])(
  'neither: %s',
  (message) => {
    expect(recogniseFailure(message)).toBeNull();
  },
);
