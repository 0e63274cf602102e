import type * as vscode from 'vscode';
import type { AnalysedFunction } from '../../core/analysis/model.ts';

/** Where the workspace's functions are deployed to, as far as this session knows. */
export interface Deployments {
  readonly onDidChange: vscode.Event<void>;
  /** From memory. */
  of(fn: AnalysedFunction): readonly Deployment[];
}

export interface Deployment {
  readonly target: 'local-cloud' | 'aws';
  /** `local cloud`, `eu-west-1`. */
  readonly label: string;
  /** Lambda's word in lower case: `active`, `pending`, `failed`. */
  readonly state: string;
  /** Milliseconds since 1970. */
  readonly deployedAt: number;
}
