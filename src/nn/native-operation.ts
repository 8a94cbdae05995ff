import { tf, type Tensor } from './tensorflow.js';

export type Attribute =
  | { readonly name: string; readonly type: 'float32' | 'int32' }
  | { readonly name: string; readonly float: number }
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly flag: boolean };

/** The part of tfjs-node's backend that runs TensorFlow operations by name. */
interface NodeBackend {
  readonly binding: Readonly<Record<string, number>>;
  executeMultipleOutputs(name: string, attributes: object[], inputs: Tensor[], outputs: number): Tensor[];
}

/**
 * Runs a TensorFlow operation that tfjs does not offer itself. Not differentiated: wrap it in tf.customGrad.
 * @throws Error when TensorFlow does not know the operation or refuses inputs or attributes
 */
export function nativeOperation(
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly Tensor[],
  outputs: number,
): Tensor[] {
  const backend = tf.backend() as unknown as NodeBackend;
  const code = (key: string): number | undefined => backend.binding[key];
  const encoded = attributes.map((attribute) => {
    const { name } = attribute;
    if ('type' in attribute) {
      const value = code(attribute.type === 'float32' ? 'TF_FLOAT' : 'TF_INT32');
      return { name, type: code('TF_ATTR_TYPE'), value };
    }
    if ('float' in attribute) return { name, type: code('TF_ATTR_FLOAT'), value: attribute.float };
    if ('text' in attribute) return { name, type: code('TF_ATTR_STRING'), value: attribute.text };
    return { name, type: code('TF_ATTR_BOOL'), value: attribute.flag };
  });
  return backend.executeMultipleOutputs(name, encoded, [...inputs], outputs);
}
