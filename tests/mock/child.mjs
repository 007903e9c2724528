// Starts the mock server as any Node test would, and talks to it with what Node brings along.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const [command] = process.argv.slice(2);
const mock = spawn(command, ['mock', '--port', '0', '--format', 'json', '--rate', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const lines = createInterface({ input: mock.stdout });
const [first] = await once(lines, 'line');
const { url, control, pid } = JSON.parse(first);
assert.equal(pid, mock.pid);

const { token } = await (await fetch(`${control}/token?tenant=t&user=u`)).json();
const socket = new WebSocket(url);
const heard = [];
let told;
socket.onmessage = ({ data }) => {
  heard.push(JSON.parse(data));
  told?.();
};
const hear = async () => {
  while (heard.length === 0) await new Promise((resolve) => (told = resolve));
  return heard.shift();
};
await once(socket, 'open');
socket.send(JSON.stringify({ action: 'auth', token }));
assert.equal((await hear()).type, 'auth.success');

const body = JSON.stringify({ type: 'goal.created', data: { title: 'From Node' } });
const answer = await fetch(`${control}/broadcast`, { method: 'POST', body });
assert.equal((await answer.json()).receivers, 1);
assert.equal((await hear()).data.title, 'From Node');

socket.send('hello');
assert.equal((await hear()).message, 'Forbidden');

const closed = once(socket, 'close');
const exited = once(mock, 'exit');
mock.kill('SIGTERM');
assert.equal((await closed)[0].code, 1001);
assert.deepEqual(await exited, [0, null]);
console.log('node: all is well');
