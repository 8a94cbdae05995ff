import { connect, type IncomingHttpHeaders } from 'node:http2';

const METHOD = '/temporal.api.workflowservice.v1.WorkflowService/DescribeNamespace';

/**
 * True when the server at this address answers for the namespace. One gRPC call written by hand, because the supervisor
 * would otherwise hold the whole client library (35 MB, half a second to load) for this alone. No TLS.
 */
export function temporalAnswers(address: string, namespace: string, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const session = connect(`http://${address}`);
    const finish = (answers: boolean): void => {
      clearTimeout(timer);
      session.destroy();
      resolve(answers);
    };
    const timer = setTimeout(() => finish(false), timeoutMs);
    session.on('error', () => finish(false));
    const call = session.request({
      ':method': 'POST',
      ':path': METHOD,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    let status: unknown;
    // Where there is no answer to send, the status comes with the first headers.
    const note = (headers: IncomingHttpHeaders): void => {
      status = headers['grpc-status'] ?? status;
    };
    call.once('response', note);
    call.once('trailers', note);
    call.on('error', () => finish(false));
    call.once('close', () => finish(status === '0'));
    call.resume();
    call.end(describeNamespaceRequest(namespace));
  });
}

/** One gRPC frame: not compressed, length, then the protobuf message {1: namespace}. */
function describeNamespaceRequest(namespace: string): Buffer {
  const name = Buffer.from(namespace);
  if (name.length > 127) throw new RangeError(`namespace of ${name.length} bytes, at most 127 here`);
  const frame = Buffer.alloc(5 + 2 + name.length);
  frame.writeUInt32BE(2 + name.length, 1);
  frame.writeUInt8(0x0a, 5);
  frame.writeUInt8(name.length, 6);
  name.copy(frame, 7);
  return frame;
}
