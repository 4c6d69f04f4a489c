// Entry of the language server: `groupvars-language-server --stdio`, or started by the extension over Node's own channel (`--node-ipc`).
import { createConnection } from 'vscode-languageserver/node';
import { describeError } from './core/visible';
import { serve } from './lsp/server';

const usage = 'groupvars-language-server --stdio\n\nA language server for Ansible inventories and group_vars. Editors start it; it speaks the Language Server Protocol.\n';

if (process.argv.includes('--stdio') || process.argv.includes('--node-ipc') || process.argv.some((word) => word.startsWith('--socket=') || word.startsWith('--pipe='))) {
  // one disk that does not answer must not keep the others waiting
  process.env['UV_THREADPOOL_SIZE'] ??= '16';
  // the message of an error may quote a file
  process.on('uncaughtException', (error) => {
    console.error(describeError(error));
    process.exit(1);
  });
  // a promise that nobody waits for is no reason to end
  process.on('unhandledRejection', (error) => console.error(describeError(error)));
  const connection = createConnection();
  serve(connection);
  connection.listen();
} else {
  const isAsked = process.argv.includes('--help') || process.argv.includes('-h');
  (isAsked ? process.stdout : process.stderr).write(usage);
  process.exitCode = isAsked ? 0 : 2;
}
