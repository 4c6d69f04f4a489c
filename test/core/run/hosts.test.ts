// Host patterns of `hosts:` and `--limit`: what ansible-core 2.14 matched with each, recorded.
import { strict as assert } from 'node:assert';
import { matchHosts, splitPattern } from '../../../server/core/run/hosts';
import { fixture } from '../../fixture';
import { recorded } from '../inventory/recorded';

const { staticInventory } = fixture(`
#- hosts
[web]
web1
web2
web3
db1
[db]
db1
db2
[web-eu]
eu1.example.com
web3
[lone]
same
[same]
web1
[a.b]
x.y
[site:children]
web
db
[empty]

`).run('ansible-inventory -i hosts');

// pattern => hosts, in Ansible's order; `refused` where a subscript is beyond the end.
const RECORDED = String.raw`
all => eu1.example.com web3 same web1 x.y web2 db1 db2
* => eu1.example.com web3 same web1 x.y web2 db1 db2
web => web1 web2 web3 db1
web:db => web1 web2 web3 db1 db2
web,db => web1 web2 web3 db1 db2
web:!web2 => web1 web3 db1
web:&db => db1
!web => eu1.example.com same x.y db2
web:!web* => none
&db => db1 db2
web[0] => web1
web[-1] => db1
web[0:1] => web1 web2
web[1:] => web2 web3 db1
web[:1] => web1
web[0-1] => web1 web2
web[9] => refused
web[5:] => none
web* => web1 web2 web3 db1 eu1.example.com
*1 => web1 db1
~web\d => web1 web2 web3
~(web|db)1$ => web1 db1
~w => web1 web2 web3 db1 eu1.example.com
~b1 => none
~b|d => db1 db2
web? => web1 web2 web3
web[12] => refused
web[!1] => web2 web3
web1:web2 => web1 web2
web1 web2 => web1 web2
web !web2 => web1 web3 db1
nothing => none
same => same
!same:all => eu1.example.com web3 same x.y web2 db1 db2
all:!same => eu1.example.com web3 same x.y web2 db1 db2
&same => web1
web:&same => web1
x.y => x.y
a.b => x.y
*.example.com => eu1.example.com
eu1.example.com => eu1.example.com
web3,web1 => web3 web1
web2:web1:web => web2 web1 web3 db1
ungrouped => none
site:!db => web1 web2 web3
site:&web:!web1 => web2 web3 db1
db:web => db1 db2 web1 web2 web3
web , db => web1 web2 web3 db1 db2
db1 => db1
all:!all => none
all[0] => eu1.example.com
all[2:4] => same web1 x.y
*[0] => eu1.example.com
web-eu => eu1.example.com web3
web-e* => eu1.example.com web3
site[0:0] => web1
site[-2:] => none
empty => none
empty:web1 => web1
all:&web:&db => db1
~same => web1 same
sam? => web1 same
!web:!db => eu1.example.com same x.y
web: => web1 web2 web3 db1
 => eu1.example.com web3 same web1 x.y web2 db1 db2
:web => web1 web2 web3 db1
,web => web1 web2 web3 db1
[web] => none
web:db[0] => web1 web2 web3 db1
localhost => localhost
all,!web1,!web2 => eu1.example.com web3 same x.y db1 db2
web[1:0] => web2
web[2:1] => none
web[0:0] => web1
web[9:0] => none
web[1:2] => web2 web3
site[3:0]:!web2 => db1
web1:22 => none
web:22 => none
[web1]:22 => none
x.y:1 => none
web1:22:web2 => web1 web2
1:2 => none
web1: => web1
web1:db:2 => web1 db1 db2
web1:22,web2 => web2
!web1:22 => none
web[1:2]:3 => none
::1 => ::1
1::2:web => none
web1:x => web1
web1-:2 => none
fe80::1%eth0 => none
web[0:1]x:db => db1 db2
]web => web1 web2 web3 db1
web1]:web2 => web1 web2
a:[web2 => web2
all[3:0] => web1
`;

describe('core/run/hosts', () => {
  it('matches patterns as Ansible does', () => {
    const wrong: string[] = [];
    for (const [pattern, result] of recorded(RECORDED)) {
      const hosts = [...(matchHosts(staticInventory, pattern) ?? [])].map((host) => host.name).sort();
      const expected = result === 'none' || result === 'refused' ? [] : result.split(' ').sort();
      if (hosts.join(' ') !== expected.join(' ')) wrong.push(`${pattern}: ${hosts.join(' ') || 'none'}, recorded ${result}`);
    }
    assert.deepEqual(wrong, []);
  });

  it('does not decide over templates', () => {
    assert.equal(matchHosts(staticInventory, '{{ target }}'), undefined);
    assert.equal(matchHosts(staticInventory, 'web:{{ target }}'), undefined);
  });

  it('keeps addresses and ranges in one piece', () => {
    assert.deepEqual(splitPattern('web[0:3]:db'), ['web[0:3]', 'db']);
    assert.deepEqual(splitPattern('fe80::1'), ['fe80::1']);
    assert.deepEqual(splitPattern('a, b:c ,!d'), ['a', 'b:c', '!d']);
  });
});
