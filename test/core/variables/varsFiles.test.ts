// Where a run looks for vars, and what it says of each place: the lists behind "searched here" and the rules on vars files.
import { strict as assert } from 'node:assert';
import { fixture } from '../../fixture';

function placesOf(text: string, command = 'ansible-playbook -i hosts', host?: string): string[] {
  const workspace = fixture(text);
  const run = workspace.run(command);
  const places = run.searchedPlaces(host === undefined ? undefined : run.inventory.hosts.get(host)!);
  return places.map(({ path, status, detail, owner }) => `${path.slice(workspace.root.length + 1)} ${status}${owner !== undefined && 'name' in owner ? ` for ${owner.name}` : ''}${detail === '' ? '' : `: ${detail}`}`);
}

const only = (places: readonly string[], name: string): string[] => places.filter((place) => place.includes(name));

describe('core/variables/varsFiles', () => {
  it('tells the file that is read and those it hides', () => {
    const places = placesOf('#- hosts\n[web]\nh1\n#- group_vars/web/a.yml\nx: 1\n#- group_vars/web.yml\nx: 2\n#- group_vars/web.json\n{}\n');
    assert.deepEqual(only(places, 'group_vars/web'), ['group_vars/web/a.yml loaded for web', 'group_vars/web.yml hidden for web: web is taken first', 'group_vars/web.json hidden for web: web is taken first']);
  });

  it('names match by case', () => {
    const places = placesOf('#- hosts\n[Web]\nH1\n#- group_vars/web.yml\nx: 1\n#- group_vars/Web.yml\nx: 2\n#- host_vars/h1.yml\nx: 3\n#- Group_Vars/all.yml\nx: 4\n');
    assert.deepEqual(only(places, 'loaded'), ['group_vars/Web.yml loaded for Web']);
  });

  it('an empty folder hides as well', () => {
    const places = placesOf('#- hosts\n[web]\nh1\n#- group_vars/web/\n#- group_vars/web.yml\nx: 2\n');
    assert.deepEqual(only(places, 'group_vars/web'), ['group_vars/web loaded for web: the folder is empty', 'group_vars/web.yml hidden for web: web is taken first']);
  });

  it('tells what lies unread in a folder, and why', () => {
    const places = placesOf('#- hosts\n[web]\nh1\n#- group_vars/web/.x.yml\nx: 1\n#- group_vars/web/a.yml~\nx: 1\n#- group_vars/web/b.txt\nx: 1\n#- group_vars/web/c.d/x.yml\nx: 1\n#- group_vars/web/d/e\nx: 1\n');
    assert.deepEqual(only(places, 'group_vars/web/'), [
      'group_vars/web/.x.yml not-a-vars-file for web: hidden files are not read',
      'group_vars/web/a.yml~ not-a-vars-file for web: backup files are not read',
      'group_vars/web/b.txt not-a-vars-file for web: only files without an extension or with .yml, .yaml, .json are read',
      'group_vars/web/c.d not-a-vars-file for web: a folder with a dot in its name is not read',
      'group_vars/web/d/e loaded for web',
    ]);
  });

  it('tells what no group or host is called', () => {
    const places = placesOf('#- hosts\n[web]\nh1\n#- group_vars/wbe.yml\nx: 1\n#- host_vars/h2/a.yml\nx: 1\n');
    assert.deepEqual(only(places, 'matches-no-group').map((place) => place.split(':')[0]), ['group_vars/wbe.yml matches-no-group', 'host_vars/h2 matches-no-group']);
  });

  it('"not found" names the place that was searched', () => {
    const places = placesOf('#- hosts\n[web]\nh1\n#- group_vars/all.yml\nx: 1\n#- play/site.yml\n- hosts: all\n', 'ansible-playbook -i hosts play/site.yml', 'h1');
    assert.deepEqual(only(places, 'not-found'), [
      'group_vars/web not-found for web',
      'host_vars/h1 not-found for h1: there is no host_vars folder here',
      'play/group_vars/all not-found for all: there is no group_vars folder here',
      'play/group_vars/web not-found for web: there is no group_vars folder here',
      'play/host_vars/h1 not-found for h1: there is no host_vars folder here',
    ]);
  });

  it('a file that cannot be read is no file that sets nothing', () => {
    assert.deepEqual(only(placesOf('#- hosts\n[web]\nh1\n#- group_vars/web.yml +unreadable\n'), 'web.yml'), ['group_vars/web.yml unreadable for web']);
    assert.deepEqual(only(placesOf('#- hosts\n[web]\nh1\n#- group_vars/web.yml +outside\n'), 'web.yml'), ['group_vars/web.yml outside for web']);
  });
});
