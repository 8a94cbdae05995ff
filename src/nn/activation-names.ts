/** Known without loading TensorFlow, for search spaces. */
export const activationNames = ['relu', 'silu', 'elu'] as const;
export type ActivationName = (typeof activationNames)[number];
