import type { ApiDefinition } from '../project/apis/model.ts';
import type { Messaging } from '../project/messaging/model.ts';
import { withoutUndefined } from '../withoutUndefined.ts';
import type { AnalysedFunction, AnalysedTemplate, FolderSnapshot } from './model.ts';

/** The functions to show and to act on: those of a template that can't be read are the ones it had when it last could. */
export function functionsOf(template: AnalysedTemplate): readonly AnalysedFunction[] {
  return template.kind === 'template' ? template.functions : (template.lastKnown ?? []);
}

/** As `functionsOf`; undefined where a template says of its functions' routes alone what is in front of them. */
export function ownApisOf(template: AnalysedTemplate): readonly ApiDefinition[] | undefined {
  const apis = template.kind === 'template' ? template.apis : template.lastKnownApis;
  return apis?.some(({ notes }) => notes.length > 0) && functionsOf(template).some(hasWholeRoutes) ? undefined : apis;
}

/** What `cdk synth` made tells of all routes, where the program leaves some open. */
function hasWholeRoutes({ definition }: AnalysedFunction): boolean {
  return definition.triggers.some(({ properties }) => properties['Route'] !== undefined);
}

/** As `functionsOf`. */
export function messagingOf(template: AnalysedTemplate): Messaging | undefined {
  return template.kind === 'template' ? template.messaging : template.lastKnownMessaging;
}

/**
 * `now`, where templates that can't be read have the functions they had `before`: a template is invalid for a moment whenever somebody
 * types in it. One that went away meanwhile is not in `before`, so it has none when it comes back broken.
 */
export function withLastKnown(before: readonly FolderSnapshot[], now: readonly FolderSnapshot[]): readonly FolderSnapshot[] {
  return now.map((snapshot) => {
    const old = new Map(before.find(({ folder }) => folder === snapshot.folder)?.templates.map((template) => [template.path, template]));
    return { ...snapshot, templates: snapshot.templates.map((template) => remembering(template, old.get(template.path))) };
  });
}

function remembering(template: AnalysedTemplate, before: AnalysedTemplate | undefined): AnalysedTemplate {
  if (template.kind === 'template' || before === undefined) return template;
  const lastKnown = functionsOf(before);
  if (lastKnown.length === 0) return template;
  const [lastKnownApis, lastKnownMessaging] = [ownApisOf(before), messagingOf(before)];
  return { ...template, lastKnown, ...withoutUndefined({ lastKnownApis, lastKnownMessaging }) };
}
