import { expect, test } from 'vitest';
import { withoutPlaceholders } from './placeholders.ts';

test('the macros of a Maven archetype stand outside of the document, whose lines stay where they are', () => {
  const macro = '#macro(name $x)\n  #if($x)\n    ${x}\n  #end\n#end\n#macro(region)\n  AWS::Region\n#end\n#set($n = "#name($a)")\n';
  const filled = withoutPlaceholders(`${macro}Resources:\n  \${n}F: {}\n`);
  expect(filled?.replace(/ +$/gm, '')).toBe(`${'\n'.repeat(8)}#set($n = "#name($a)")\nResources:\n  \${n}F: {}\n`);
  expect(filled).toHaveLength(`${macro}Resources:\n  \${n}F: {}\n`.length);
});
