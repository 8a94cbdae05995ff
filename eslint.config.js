import { readdirSync } from 'node:fs';
import { defineConfig, globalIgnores } from 'eslint/config';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import { configs as typescript } from 'typescript-eslint';

const sources = ['src/**/*.ts', 'workflows/**/*.ts', 'activities/**/*.ts', 'migrations/**/*.ts'];
const entryPoints = [
  'cli',
  'worker.ts',
  'workers.ts',
  'migrate.ts',
  'bundle-workflows.ts',
  'trainer/trainer-process.ts',
];
const contracts = {
  blending: './src/blending/blender.ts',
  data: './src/data/dataset.ts',
  metrics: './src/metrics/metric.ts',
  models: './src/models/model-family.ts',
  search: './src/search/sampler.ts',
};
const allContracts = Object.values(contracts);
const temporal = '@temporalio/.*';

/**
 * Import direction, the table of docs/architecture.md. A folder takes from its own files, from `takes`, and from the
 * packages whose whole name `packages` matches ('' for none, Node's modules are 'node:…').
 *
 * @type {Record<string, {takes: readonly string[], packages: string}>}
 */
const folders = {
  'src/domain': { takes: [], packages: '' },
  workflows: { takes: ['./src/domain'], packages: '@temporalio/(workflow|common)' },
  activities: { takes: ['./src'], packages: `@temporalio/activity|node:.*` },
  'src/search': { takes: ['./src/domain', ...allContracts], packages: `(?!${temporal}).*` },
  'src/metrics': { takes: ['./src/domain', ...allContracts], packages: `(?!${temporal}).*` },
  'src/blending': {
    takes: ['./src/domain', './src/metrics', './src/nn', ...allContracts],
    packages: `(?!${temporal}).*`,
  },
  'src/data': { takes: ['./src/domain', ...allContracts], packages: `(?!${temporal}).*` },
  'src/features': { takes: ['./src/domain', ...allContracts], packages: `(?!${temporal}).*` },
  'src/models': {
    takes: ['./src/domain', './src/nn', './src/native', './src/features', contracts.data, contracts.metrics],
    packages: `(?!${temporal}).*`,
  },
  'src/nn': { takes: ['./src/domain'], packages: `(?!${temporal}).*` },
  'src/native': { takes: ['./src/domain', './src/package-root.ts'], packages: `(?!${temporal}).*` },
  'src/webhooks': { takes: ['./src/domain', './src/stores'], packages: 'node:.*' },
  'src/stores': { takes: ['./src/domain', './src/schemas.ts'], packages: 'kysely(/.*)?|pg|node:.*' },
};

const zones = [
  ...Object.entries(folders).map(([folder, { takes }]) => ({
    target: `./${folder}`,
    from: '.',
    except: [`./${folder}`, './node_modules', ...takes],
    message: `${folder} may not import this: see "Import direction" in docs/architecture.md.`,
  })),
  ...entryPoints.map((entry) => ({
    target: './activities',
    from: `./src/${entry}`,
    message: 'Activities take no entry points.',
  })),
  ...readdirSync(new URL('src/models', import.meta.url))
    .filter((entry) => !['index.ts', 'load-family.ts', 'model-family.ts', 'tabular-network'].includes(entry))
    .map((entry) => ({
      target: `./src/models/${entry}`,
      from: './src/models',
      except: [`./${entry.replace('.ts', '')}`, './model-family.ts', './tabular-network'],
      message: 'Model families do not import each other.',
    })),
  {
    target: './migrations/[0-9]*.ts',
    from: './src',
    message: 'A migration stays as it was written: it imports nothing of ours.',
  },
];

const packageRules = Object.entries(folders).map(([folder, { packages }]) => ({
  files: [`${folder}/**/*.ts`],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [{ regex: `^(?!(${packages})$)[^.]`, message: `${folder} may not use this package.` }],
      },
    ],
  },
}));

export default defineConfig(
  globalIgnores(['node_modules/', 'dist/', '.podium/', 'examples/']),
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [typescript.strictTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: {
      parserOptions: { project: 'tsconfig.test.json', tsconfigRootDir: import.meta.dirname },
    },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensionAlias: { '.js': ['.ts', '.js'] } })],
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Array code under noUncheckedIndexedAccess says x[i]! for an index that a loop bounds.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Contracts are objects of closures: their methods do not know `this`.
      '@typescript-eslint/unbound-method': 'off',
      // An asynchronous contract has implementations that need not wait.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'import-x/no-default-export': 'error',
      'import-x/no-extraneous-dependencies': 'error',
      'import-x/no-restricted-paths': ['error', { zones, basePath: import.meta.dirname }],
      'max-lines': ['error', { max: 400 }],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Use src/domain/seeded-random.ts.' },
      ],
      'no-warning-comments': 'error',
    },
  },
  {
    files: [...sources, 'native/**/*.mjs', 'bench/**/*.ts'],
    rules: { 'max-lines': ['error', { max: 300 }] },
  },
  { files: ['**/*.mjs'], rules: { 'no-unused-vars': 'error', 'prefer-const': 'error', eqeqeq: 'error' } },
  {
    files: sources,
    ignores: ['src/cli/**', 'src/worker*.ts'],
    rules: { 'no-console': 'error' },
  },
  ...packageRules,
  {
    files: ['src/cli/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '/workflows/(?!messages\\.js$)',
              allowTypeImports: true,
              message: 'The command line takes only workflows/messages.ts and types.',
            },
          ],
        },
      ],
    },
  },
  // Vitest wants its configuration so, and the Temporal SDK the workflow that answers for unknown types.
  { files: ['*.config.ts', 'workflows/index.ts'], rules: { 'import-x/no-default-export': 'off' } },
);
