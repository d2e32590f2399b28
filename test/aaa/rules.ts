/** Products and limitations for tests that need no database: nothing limited, unless said. */
import { combineLimits } from '../../db/queries/allowance';
import type { Limitation, ProductRules } from '../../db/queries/product-rules';
import type { Sharing } from '../../main/aaa/allowance';

/** Nobody else is online, and nothing follows. */
export const alone: Sharing = { sessions: 1, next: undefined };

const none: Limitation = {
  ...combineLimits([]),
  id: 1,
  sessionTimeoutSec: null,
  resetEvery: null,
  resetOffsetMin: 0,
  slowDownBps: null,
  slowUpBps: null,
  burstDownBps: null,
  burstUpBps: null,
  burstThresholdDownBps: null,
  burstThresholdUpBps: null,
  burstTimeDownSec: null,
  burstTimeUpSec: null,
  priority: null,
  minRateDownBps: null,
  minRateUpBps: null,
  addressList: null,
  ipPool: null,
  groupName: null,
  ipv6Pool: null,
  delegatedIpv6Pool: null,
  vlanId: null,
  window: null,
};

export function limitation(some: Partial<Limitation> = {}): Limitation {
  return { ...none, ...some };
}

export function productRules(some: Partial<ProductRules> = {}): ProductRules {
  return {
    id: 1,
    name: 'Any',
    starts: 'first-login',
    validForSec: null,
    validUntilMs: null,
    atSessionLimit: 'refuse',
    atDeviceLimit: 'refuse',
    bindFirstDevice: false,
    limitations: [],
    attributes: [],
    ...some,
  };
}
