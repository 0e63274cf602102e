import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The page: one script and one style sheet of ours, and nothing from anywhere else. */
export function panelHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const script = webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'panel.js'));
  const styles = webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'media', 'panel.css'));
  const nonce = randomBytes(16).toString('base64');
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${styles.toString()}">
<title>Lambda</title>
</head>
<body><script nonce="${nonce}" src="${script.toString()}"></script></body>
</html>`;
}
