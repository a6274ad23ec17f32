// Two texts, line by line: a longest common subsequence, with equal beginnings and ends left out.

const CONTEXT = 3;
const MOST_CELLS = 4_000_000;

export function diff(before, after) {
  const a = before.split('\n');
  const b = after.split('\n');
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const middle = changes(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const same = line => ({ kind: 'same', line });
  return shorten([...a.slice(0, start).map(same), ...middle, ...a.slice(a.length - end).map(same)]);
}

function changes(a, b) {
  if (a.length * b.length > MOST_CELLS) {
    return [...a.map(line => ({ kind: 'del', line })), ...b.map(line => ({ kind: 'add', line }))];
  }
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i][j] = a[i] === b[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  const found = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push({ kind: 'same', line: a[i++] });
      j++;
    } else if (j >= b.length || (i < a.length && lengths[i + 1][j] >= lengths[i][j + 1])) {
      found.push({ kind: 'del', line: a[i++] });
    } else {
      found.push({ kind: 'add', line: b[j++] });
    }
  }
  return found;
}

/** Leaves out what is equal and far from any change. */
function shorten(lines) {
  const near = new Set();
  lines.forEach((each, at) => {
    if (each.kind !== 'same') {
      for (let i = at - CONTEXT; i <= at + CONTEXT; i++) near.add(i);
    }
  });
  const shown = [];
  let left = 0;
  const close = () => {
    if (left) shown.push({ kind: 'gap', line: left + ' equal lines' });
    left = 0;
  };
  lines.forEach((each, at) => {
    if (near.has(at)) {
      close();
      shown.push(each);
    } else {
      left++;
    }
  });
  close();
  return shown;
}
