// The only place that talks to the service.

/** An answer that is not a success: the service's own words when it gave any. */
export class ServiceError extends Error {
  constructor(status, report) {
    super(report?.detail ?? `HTTP ${status}`);
    this.status = status;
    this.report = report;
  }
}

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new ServiceError(0, null);
  }
  const type = response.headers.get('content-type') ?? '';
  const body = type.includes('json') ? await response.json() : await response.text();
  if (!response.ok) throw new ServiceError(response.status, typeof body === 'object' ? body : null);
  return body;
}

const id = encodeURIComponent;

export const health = () => ask('v1/health');
export const plans = () => ask('v1/plans');
export const plan = (plan) => ask(`v1/plans/${id(plan)}`);
export const problem = (problem) => ask(`v1/problems/${id(problem)}`);
export const geojson = (plan) => ask(`v1/plans/${id(plan)}/geojson`);
export const sheetsPath = (plan, staff, language) =>
  `v1/plans/${id(plan)}/run-sheets${staff === null ? '' : `/${id(staff)}`}?language=${id(language)}`;

export function explanation(plan, visit, language) {
  const query = new URLSearchParams({ language });
  if (visit !== null) {
    query.set('visit', visit);
    query.set('alternatives', '5');
  }
  return ask(`v1/plans/${id(plan)}/explanation?${query}`);
}

/** Orders a plan. The problem's text goes as it is, so that the service sees and reports what was written. */
export function order(problem, options) {
  const rest = JSON.stringify(options).slice(1);
  const first = problem.id !== undefined ? `"problemId":${JSON.stringify(problem.id)}` : `"problem":${problem.text}`;
  const body = `{${first}${rest === '}' ? '}' : `,${rest}`}`;
  return ask('v1/plans', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
}

export const job = (job) => ask(`v1/jobs/${id(job)}`);
export const cancel = (job) => ask(`v1/jobs/${id(job)}`, { method: 'DELETE' });

const ENDS = ['finished', 'failed', 'cancelled'];

/**
 * Follows a job: `hear` gets every state; resolves with the last one. Where events do not come, asks once a second instead;
 * rejects when the job is gone, or nobody has answered for some seconds.
 */
export async function follow(jobId, hear) {
  for (let silent = 0; ; ) {
    const end = await stream(jobId, (state) => { silent = 0; hear(state); });
    if (end !== null) return end;
    try {
      const now = await job(jobId);
      silent = 0;
      hear(now);
      if (ENDS.includes(now.state)) return now;
    } catch (error) {
      silent += 1;
      if (error.status !== 0 || silent > 5) throw error;
    }
    await new Promise((resolve) => { setTimeout(resolve, 1000); });
  }
}

/** Resolves with the last state, or with null when the stream broke before. */
function stream(jobId, hear) {
  return new Promise((resolve) => {
    const source = new EventSource(`v1/jobs/${id(jobId)}/events`);
    const end = (state) => { source.close(); resolve(state); };
    const take = (event) => {
      const state = JSON.parse(event.data);
      hear(state);
      if (ENDS.includes(state.state)) end(state);
    };
    for (const name of ['queued', 'running', ...ENDS]) source.addEventListener(name, take);
    source.addEventListener('error', () => end(null));
  });
}
