import { type FromPanel, parseToPanel, type ToPanel } from '../shared/panelProtocol.ts';
import { type Filter, noFilter } from './model/filter.ts';

/** What the page remembers while it is hidden, for a hidden webview is thrown away. */
export interface SavedState {
  readonly filter: Filter;
  readonly paneWidth: number;
  readonly paneCollapsed: boolean;
}

/** The editor, as the page sees it. */
export interface Host {
  post(message: FromPanel): void;
  onMessage(listener: (message: ToPanel) => void): void;
  load(): SavedState;
  save(state: SavedState): void;
}

export function connectHost(): Host {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    onMessage(listener) {
      window.addEventListener('message', (event) => {
        const message = parseToPanel(event.data);
        if (message !== undefined) listener(message);
      });
    },
    load: () => ({ ...initialState, ...(api.getState() ?? {}) }),
    save: (state) => api.setState(state),
  };
}

const initialState: SavedState = { filter: noFilter, paneWidth: 360, paneCollapsed: false };

/** Put into every webview by VS Code. */
declare function acquireVsCodeApi(): {
  postMessage(message: FromPanel): void;
  getState(): Partial<SavedState> | undefined;
  setState(state: SavedState): void;
};
