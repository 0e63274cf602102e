import type { AssistAnswer, AssistQuestion } from '../assist/model.ts';
import type { HandlerResolution } from '../handler/model.ts';
import type { Finding } from '../lint/model.ts';
import type { ApiDefinition } from '../project/apis/model.ts';
import type { Messaging } from '../project/messaging/model.ts';
import type { FunctionDefinition } from '../project/model.ts';
import type { WebSocketApi } from '../project/webSockets/model.ts';
import type { TextRange } from '../text.ts';

export interface AnalysedFunction {
  readonly definition: FunctionDefinition;
  readonly resolution: HandlerResolution;
}

export type AnalysedTemplate =
  | {
      readonly kind: 'template';
      readonly path: string;
      readonly format: FunctionDefinition['format'];
      readonly functions: readonly AnalysedFunction[];
      /** What is put in front of its functions over HTTP; left out where there is nothing. */
      readonly apis?: readonly ApiDefinition[];
      /** Queues, streams, tables and event source mappings; left out where there are none. */
      readonly messaging?: Messaging;
      /** APIs whose clients stay connected; left out where there are none. */
      readonly webSockets?: readonly WebSocketApi[];
    }
  | {
      readonly kind: 'broken';
      readonly path: string;
      readonly message: string;
      readonly range: TextRange;
      /** As they were when it could last be read, with the places of then. Filled in by the editor: a snapshot knows only its moment. */
      readonly lastKnown?: readonly AnalysedFunction[];
      /** As `lastKnown`. */
      readonly lastKnownApis?: readonly ApiDefinition[];
      /** As `lastKnown`. */
      readonly lastKnownMessaging?: Messaging;
    };

/** All that is known of one workspace folder at one moment. Plain data: crosses the worker's boundary as it is. */
export interface FolderSnapshot {
  readonly folder: string;
  /** Sorted by path. */
  readonly templates: readonly AnalysedTemplate[];
  /** Of functions and of templates, sorted by place. */
  readonly findings: readonly Finding[];
}

/**
 * The state of a set of folders, kept in step with their files.
 * The command line asks it directly; the editor through a worker thread (src/worker).
 */
export interface Analysis {
  /** Reads what isn't known or is no longer true; without changes an answer from memory. */
  snapshot(folder: string): Promise<FolderSnapshot>;
  /** An editor's question about places, from what is known of these folders now. */
  ask(folders: readonly string[], question: AssistQuestion): Promise<AssistAnswer>;
  /** A file or folder was created, changed or deleted on disk. */
  fileChanged(path: string): void;
  /** Text of an unsaved document; undefined when it is saved or closed. It wins over the disk. */
  documentChanged(path: string, text: string | undefined): void;
  dispose(): void;
}
