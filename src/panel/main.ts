import { connectHost } from './host.ts';
import { Panel } from './panel.ts';

/** The page's entry: builds the panel, then tells the editor that it can hear. */
const host = connectHost();
const panel = new Panel(host);
document.body.append(panel.root);
host.onMessage((message) => panel.receive(message));
host.post({ type: 'ready' });
