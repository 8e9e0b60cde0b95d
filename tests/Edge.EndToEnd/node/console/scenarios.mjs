import { api } from './api.mjs';
import { approvals } from './approvals.mjs';
import { decisions, evil, flood } from './decisions.mjs';
import { limits, servers } from './looks.mjs';
import { pictures, phone } from './pictures.mjs';
import { policies } from './policies.mjs';
import { forged, keyboard, signIn, wrongTokens } from './sign-in.mjs';

/** Each has an Edge and a browser of its own. */
export const scenarios = { signIn, wrongTokens, forged, keyboard, decisions, evil, flood, approvals, limits, policies, servers, phone, pictures, api };
