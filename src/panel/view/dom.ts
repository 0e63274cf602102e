type Child = Node | string | undefined;

interface Properties {
  readonly class?: string;
  readonly title?: string;
  /** `role`, `aria-*`, `data-*`, `type`, … */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly onClick?: (event: Event) => void;
}

/** Makes an element. Text always becomes a text node: log lines never become markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (properties.class !== undefined) made.className = properties.class;
  if (properties.title !== undefined) made.title = properties.title;
  for (const [name, value] of Object.entries(properties.attributes ?? {})) made.setAttribute(name, value);
  if (properties.onClick !== undefined) made.addEventListener('click', properties.onClick);
  for (const child of children) if (child !== undefined) made.append(child);
  return made;
}

/** A button with an icon, text, or both. Without text it needs a title, which is its name too. */
export function button(
  properties: Properties & { readonly icon?: Node; readonly text?: string; readonly title: string },
): HTMLButtonElement {
  const { icon, text, attributes, ...rest } = properties;
  const named = text === undefined ? { 'aria-label': properties.title } : {};
  const label = text === undefined ? undefined : element('span', { class: 'label' }, text);
  return element('button', { ...rest, attributes: { type: 'button', ...named, ...attributes } }, icon, label);
}
