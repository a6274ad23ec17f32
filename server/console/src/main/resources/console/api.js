// Talks to the server. Every answer is JSON; a failure carries a code and a message for people.

export class Refused extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

let onLoginNeeded = () => {};

export function whenLoginIsNeeded(action) {
  onLoginNeeded = action;
}

async function send(method, path, parameters, body) {
  const query = new URLSearchParams(parameters).toString();
  const response = await fetch('/api/' + path + (query ? '?' + query : ''), {
    method,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  }).catch(() => {
    throw new Refused(0, 'console.no-answer', 'The server does not answer.');
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) {
    return answer;
  }
  if (response.status === 401) {
    onLoginNeeded();
  }
  throw new Refused(response.status, answer.code ?? '', answer.message ?? 'The server answered ' + response.status + '.');
}

export const get = (path, parameters = {}) => send('GET', path, parameters);
export const post = (path, parameters = {}, body = {}) => send('POST', path, parameters, body);
export const put = (path, parameters = {}, body = {}) => send('PUT', path, parameters, body);
export const remove = (path, parameters = {}) => send('DELETE', path, parameters);
