/** How a kind of device is set: the steps are texts, and where there are commands, they are the same in every language. */
export interface Recipe {
  readonly id: string;
  /** As its maker calls it. */
  readonly name: string;
  /** How many steps there are: `nas.recipe.<id>.<n>`. */
  readonly steps: number;
  /** `{secret}` stands for the secret, which these pages do not know. */
  readonly commands: readonly string[];
}

/** The devices that people ask about most. */
export const RECIPES: readonly Recipe[] = [
  {
    id: 'asa',
    name: 'Cisco ASA, AnyConnect',
    steps: 4,
    commands: [
      'aaa-server COUNTERSIGN protocol radius',
      'aaa-server COUNTERSIGN (inside) host GATEWAY',
      ' key {secret}',
      ' authentication-port 1812',
      ' accounting-port 1813',
      ' timeout 60',
      ' no mschapv2-capable',
    ],
  },
  {
    id: 'fortigate',
    name: 'FortiGate',
    steps: 3,
    commands: [
      'config system global',
      ' set remoteauthtimeout 60',
      'end',
      'config user radius',
      ' edit "countersign"',
      '  set server "GATEWAY"',
      '  set secret {secret}',
      '  set auth-type pap',
      '  set timeout 20',
      ' next',
      'end',
    ],
  },
  { id: 'paloalto', name: 'Palo Alto Networks, GlobalProtect', steps: 4, commands: [] },
  {
    id: 'netscaler',
    name: 'Citrix NetScaler',
    steps: 3,
    commands: [
      'add authentication radiusAction countersign -serverIP GATEWAY -serverPort 1812 -radKey {secret} -authTimeout 60 -passEncoding pap',
      'set ns timeout -newConnIdleTimeout 60',
    ],
  },
  {
    id: 'openvpn',
    name: 'OpenVPN (openvpn-auth-radius)',
    steps: 3,
    commands: [
      'NAS-Identifier=OpenVpn',
      'server',
      '{',
      '  acctport=1813',
      '  authport=1812',
      '  name=GATEWAY',
      '  retry=1',
      '  wait=60',
      '  sharedsecret={secret}',
      '}',
    ],
  },
  { id: 'windows', name: 'Windows RRAS, NPS', steps: 4, commands: [] },
  {
    id: 'strongswan',
    name: 'strongSwan (eap-radius)',
    steps: 3,
    commands: [
      'eap-radius {',
      '  servers {',
      '    countersign {',
      '      address = GATEWAY',
      '      secret = {secret}',
      '      auth_port = 1812',
      '      retransmit_tries = 6',
      '    }',
      '  }',
      '}',
    ],
  },
];
