/** A person at the admin port. */
export class People {
  /** `admin` is the port's address, `token` that of a user who may approve. */
  constructor(admin, token) {
    this.admin = new URL(admin);
    this.headers = { authorization: `Bearer ${token}` };
  }

  /** The id of the first approval that waits; waits for one, at most so long. */
  async pending(milliseconds = 30_000) {
    const end = performance.now() + milliseconds;
    for (;;) {
      const { approvals } = await this.#ask('api/approvals?state=pending');
      if (approvals.length > 0) return approvals[0].id;
      if (performance.now() > end) throw new Error('nothing waits for a person');
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  }

  /** One approval. */
  show(id) {
    return this.#ask(`api/approvals/${id}`);
  }

  approve(id, reason) {
    return this.#ask(`api/approvals/${id}/approve`, { method: 'POST', body: JSON.stringify({ reason }), headers: { ...this.headers, 'content-type': 'application/json' } });
  }

  async #ask(path, options) {
    const answer = await fetch(new URL(path, this.admin), { headers: this.headers, ...options });
    const json = await answer.json();
    if (!answer.ok) throw new Error(json.detail);
    return json;
  }
}
