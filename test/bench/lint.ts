/**
 * Figures of the analysis over public repositories: `node test/bench/lint.ts [PART…] [--from DIR [--every]] [--repository TEXT]`.
 * Parts: `survey`, `precision`, `recall`, `discovery`, `speed`; all of them without one.
 * DIR holds the corpus, as `node scripts/corpus.ts DIR` clones it; `out/corpus` without it.
 * With `--every` it may hold any repositories, each in a folder `owner+name`.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { testSyntax } from '../../src/core/syntax/testing.ts';
import { Discovery } from './lint/discovery.ts';
import { Recall } from './lint/recall.ts';
import { present } from './lint/repositories.ts';
import { analyseRepository } from './lint/repositoryAnalysis.ts';
import { reportSpeed } from './lint/speed/index.ts';
import { Survey } from './lint/survey.ts';
import { Precision } from './lint/verdicts.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: 'string', default: 'out/corpus' },
    repository: { type: 'string' },
    every: { type: 'boolean', default: false },
    code: { type: 'string', default: 'handler.' },
    mistakes: { type: 'string', default: '2' },
  },
});
const wanted = (part: string): boolean => positionals.length === 0 || positionals.includes(part);
const overCorpus = ['survey', 'precision', 'recall', 'discovery'].some(wanted);
const root = resolve(options.from);
const { syntax, dispose } = testSyntax();

try {
  const survey = new Survey();
  const precision = new Precision(options.code);
  const discovery = new Discovery();
  const recall = new Recall(Number(options.mistakes));
  for (const repository of overCorpus ? present(root, { filter: options.repository, every: options.every }) : []) {
    const subject = await analyseRepository(repository, { root, syntax });
    precision.add(subject);
    if (wanted('survey')) await survey.add(subject);
    if (wanted('discovery')) discovery.add(subject);
    subject.analysis.dispose();
    if (wanted('recall')) await recall.add(repository, { root, syntax });
  }
  if (wanted('survey')) console.log(survey.report(), '\n');
  if (wanted('discovery')) console.log(discovery.report(), '\n');
  if (wanted('recall')) console.log(recall.report(), '\n');
  if (wanted('precision')) console.log(precision.report(), '\n');
  if (wanted('speed')) console.log(await reportSpeed());
} finally {
  dispose();
}
