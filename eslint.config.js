import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'coverage', 'test/fixtures/**/*.mjs'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { project: ['./tsconfig.test.json'], tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: false, skipComments: false }],
      'max-params': ['error', 4],
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.object.name='Promise'][callee.property.name='race']",
          message:
            'Promise.race keeps every frame alive when one promise is long-lived: use untilAborted from pipeline/abort.',
        },
        {
          selector: "CallExpression[callee.object.name='AbortSignal'][callee.property.name='any']",
          message: 'AbortSignal.any leaks on Node 20: use childController from pipeline/abort.',
        },
      ],
      // Numbers in messages are the rule here, not a slip.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // Generators that only delegate, and stages that are async by contract, have no await of their own.
      '@typescript-eslint/require-await': 'off',
      // while (true) with a return inside is how stream loops read best.
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
    },
  },
  {
    files: ['test/**', 'eslint.config.js', 'vitest.config.ts'],
    rules: { 'max-lines': ['error', { max: 400 }] },
  },
  { files: ['eslint.config.js', 'assets/**/*.js'], ...tseslint.configs.disableTypeChecked },
);
