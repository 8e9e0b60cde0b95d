import { People } from '../lib/people.mjs';

const PATIENCE_MS = 120_000;

/**
 * Lets a person answer what waits, and says what was answered: on the page, or with the command that is shown, where somebody sits at the terminal; else,
 * and when nobody answers within two minutes, the demo says yes itself, through the same API.
 */
export async function askPerson({ admin, token }, edge, approval, say) {
  const people = new People(admin, token);
  const shown = await people.show(approval.id);
  say(`  a person is asked: ${shown.tool} ${shown.arguments}`);
  say(`  ${approval.url}`);
  if (process.stdin.isTTY && process.stdout.isTTY) {
    say(`  EDGE_ADMIN_URL=${admin} EDGE_ADMIN_TOKEN=${token} ${edge} approvals approve ${approval.id}`);
    const end = performance.now() + PATIENCE_MS;
    while (performance.now() < end) {
      const { state } = await people.show(approval.id);
      if (state !== 'pending') return state;
      await new Promise((resolve) => { setTimeout(resolve, 250); });
    }
  }
  say('  nobody is at the terminal: the demo says yes');
  return (await people.approve(approval.id, 'for the demo')).state;
}
