const { connect } = require('node:net');
const vscode = require('vscode');

/** The configurations that sessions were started with, and what the virtual machines said first. */
const attached = [];
const greetings = [];

exports.activate = (context) => {
  const factory = { createDebugAdapterDescriptor: () => new vscode.DebugAdapterInlineImplementation(new Adapter()) };
  context.subscriptions.push(vscode.debug.registerDebugAdapterDescriptorFactory('java', factory));
  return { attached, greetings };
};

const HANDSHAKE = 'JDWP-Handshake';
/** A packet without data: its length, an id, no flags, and the command VirtualMachine.Resume. */
const RESUME = Buffer.from([0, 0, 0, 11, 0, 0, 0, 1, 0, 1, 9]);

class Adapter {
  #messages = new vscode.EventEmitter();
  onDidSendMessage = this.#messages.event;
  #socket;

  handleMessage(message) {
    if (message.type !== 'request') return;
    void this.#carryOut(message).then(() => {
      const body = { supportsConfigurationDoneRequest: true };
      this.#send({ type: 'response', request_seq: message.seq, command: message.command, success: true, body });
      if (message.command === 'attach') this.#send({ type: 'event', event: 'initialized' });
    });
  }

  dispose() {
    this.#socket?.destroy();
  }

  async #carryOut({ command, arguments: configuration }) {
    if (command === 'attach') {
      attached.push(configuration);
      greetings.push(await this.#greet(configuration));
    } else if (command === 'configurationDone') this.#socket.write(RESUME);
    else if (command === 'disconnect') this.#socket?.end();
  }

  #greet({ hostName, port }) {
    this.#socket = connect(port, hostName);
    this.#socket.on('error', () => this.#send({ type: 'event', event: 'terminated' }));
    this.#socket.on('close', () => this.#send({ type: 'event', event: 'terminated' }));
    this.#socket.write(HANDSHAKE);
    return new Promise((resolve) => {
      this.#socket.once('data', (data) => resolve(data.toString('latin1').slice(0, HANDSHAKE.length)));
    });
  }

  #send(message) {
    this.#messages.fire({ seq: 0, ...message });
  }
}
