// Jobs into files and back; the same lines that divan job export and import know.
import { get, put } from './api.js';

const PAGE = 500;

/** Saves all jobs as a file. */
export async function takeOut() {
  const lines = [];
  for (let page = 1; ; page++) {
    const { jobs } = await get('jobs/export', { page, size: PAGE });
    lines.push(...jobs.map(job => JSON.stringify(job)));
    if (jobs.length < PAGE) break;
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([lines.join('\n') + '\n'], { type: 'application/jsonl' }));
  link.download = 'jobs.jsonl';
  link.click();
  return lines.length + ' jobs are in jobs.jsonl.';
}

/** Adds the jobs of a file; they get new ids, by which parents know children and graphs their jobs. */
export async function bringIn(file) {
  const all = (await file.text()).split('\n').filter(line => line.trim()).map(line => JSON.parse(line));
  const plain = all.filter(job => !job.graph);
  const ids = new Map();
  for (let from = 0; from < plain.length; from += PAGE) {
    const some = plain.slice(from, from + PAGE);
    const added = await put('jobs', {}, { jobs: some.map(job => ({ ...job, children: [] })) });
    some.forEach((job, i) => ids.set(job.id, added.ids[i]));
  }
  for (const job of all.filter(each => each.graph)) {
    const nodes = job.graph.nodes.map(node => ({ ...node, job: ids.get(node.job) ?? 0 }));
    const { id } = await put('job', {}, { ...job, id: 0, children: [], graph: { ...job.graph, nodes } });
    ids.set(job.id, id);
  }
  for (const job of all.filter(each => each.children?.length)) {
    const children = job.children.map(child => ids.get(child)).filter(Boolean);
    await put('job', {}, { ...job, id: ids.get(job.id), children });
  }
  return all.length + ' jobs are added.';
}
