import { afterEach, expect, test } from 'vitest';
import { postMessage } from '../../src/webhooks/post-message.js';
import { retryDelayMs } from '../../src/webhooks/retry-delay.js';
import { signedMessage } from '../../src/webhooks/signature.js';
import { startReceiver, type Receiver } from './receiver.js';

let receiver: Receiver | undefined;
afterEach(() => receiver?.close());

const post = async (status: number | null, signal = new AbortController().signal): Promise<string | null> => {
  receiver = await startReceiver(() => status);
  return postMessage(receiver.url, { headers: { 'webhook-id': 'm' }, body: '{}' }, signal);
};

// The worked example in the documentation of Svix, whose scheme Standard Webhooks took over.
test('signs as Standard Webhooks says', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const atMs = 1_614_265_330_999;
  expect(signedMessage('msg_p5jXN8AQM9LWM0D4loKWxJek', '{"test": 2432232314}', secret, atMs)).toEqual({
    body: '{"test": 2432232314}',
    headers: {
      'content-type': 'application/json',
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    },
  });
});

test.each([
  [200, null],
  [204, null],
  [302, 'answered 302, and redirects are not followed'],
  [410, 'answered 410'],
  [500, 'answered 500'],
])('a receiver that answers %i: %s', async (status, expected) => {
  expect(await post(status)).toBe(expected);
  expect(receiver?.received).toHaveLength(1);
});

test('nobody there, and no answer', async () => {
  const gone = await startReceiver(() => 200);
  await gone.close();
  const message = { headers: {}, body: '' };
  const nobody = await postMessage(gone.url, message, new AbortController().signal);
  expect(nobody).toContain('ECONNREFUSED');
  expect(await post(null, AbortSignal.timeout(200))).toContain('timeout');
});

test('tries come later and later, up to an hour, spread, the same for the same delivery', () => {
  const delays = Array.from({ length: 20 }, (_, i) => retryDelayMs(i + 1, 'wh', 7));
  expect(delays).toEqual(Array.from({ length: 20 }, (_, i) => retryDelayMs(i + 1, 'wh', 7)));
  for (const [i, delay] of delays.entries()) {
    expect(delay).toBeGreaterThanOrEqual(Math.min(750 * 2 ** i, 3_600_000 * 0.75));
    expect(delay).toBeLessThanOrEqual(Math.min(1_250 * 2 ** i, 3_600_000));
  }
  const first = Array.from({ length: 50 }, (_, event) => retryDelayMs(1, 'wh', event));
  expect(new Set(first).size).toBeGreaterThan(40);
});
