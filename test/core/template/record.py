#!/usr/bin/python3
"""Asks the installed ansible-core what it makes of templates, in one process (Templar), and Jinja which trees it builds.

  record.py             asks again for every case of answers.json and trees.json beside it, and rewrites the answers
  record.py --ask       reads {"vars": {...}, "values": [...]} or {"trees": [...]} as JSON lines, prints the answers as JSON lines

A case is {"value": any, "vars": {...}}; its answer is {"gives": typed value} or {"fails": "undefined" or the name of the error}.
Typed values: a float is {"float": text}, a large integer {"int": text}, a tuple {"tuple": [...]}, an unsafe text {"unsafe": text}, a mapping {"map": [[key, value], ...]}.
The same forms may stand in vars.
"""
import json
import os
import sys
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))
warnings.simplefilter('ignore')
for variable in [name for name in os.environ if name.startswith('ANSIBLE_')]:
    del os.environ[variable]
os.environ['HOME'] = '/nowhere'  # no configuration but the built-in one
os.chdir('/')
os.environ['ANSIBLE_DEPRECATION_WARNINGS'] = 'False'
os.environ['ANSIBLE_SYSTEM_WARNINGS'] = 'False'

import jinja2  # noqa: E402
from jinja2 import nodes  # noqa: E402
from ansible import release  # noqa: E402
from ansible.errors import AnsibleError, AnsibleUndefinedVariable  # noqa: E402
from ansible.parsing.dataloader import DataLoader  # noqa: E402
from ansible.template import Templar  # noqa: E402
from ansible.utils.display import Display  # noqa: E402
from ansible.utils.unsafe_proxy import AnsibleUnsafe, wrap_var  # noqa: E402

try:  # needed from 2.15 on to find collections
    from ansible.plugins.loader import init_plugin_loader
    init_plugin_loader()
except ImportError:
    pass

Display().warning = lambda *words, **options: None


def typed(value):
    if isinstance(value, AnsibleUnsafe) and isinstance(value, str):
        return {'unsafe': str(value)}
    if value is None or isinstance(value, (bool, str)):
        return value if not isinstance(value, str) else str(value)
    if isinstance(value, int):
        return value if abs(value) < 2 ** 53 else {'int': str(value)}
    if isinstance(value, float):
        return {'float': json.dumps(value)}
    if isinstance(value, tuple):
        return {'tuple': [typed(item) for item in value]}
    if isinstance(value, list):
        return [typed(item) for item in value]
    if isinstance(value, dict):
        return {'map': [[typed(key), typed(member)] for key, member in value.items()]}
    return {'odd': type(value).__name__}


def untyped(value):
    if isinstance(value, list):
        return [untyped(item) for item in value]
    if isinstance(value, dict):
        if len(value) == 1:
            (kind, content), = value.items()
            if kind == 'unsafe':
                return wrap_var(content)
            if kind == 'float':
                return float(content)
            if kind == 'int':
                return int(content)
            if kind == 'map':
                return {untyped(key): untyped(member) for key, member in content}
        return {key: untyped(member) for key, member in value.items()}
    return value


def answer(templar, value):
    try:
        return {'gives': typed(templar.template(untyped(value)))}
    except AnsibleUndefinedVariable:
        return {'fails': 'undefined'}
    except Exception as error:  # whatever Python raises in a template is an answer
        return {'fails': type(error).__name__}


def refuse(*words, **options):
    raise AnsibleError('lookups are not asked')


def answers(variables, values):
    templar = Templar(loader=DataLoader(), variables=untyped(variables))
    for name in ('lookup', 'query', 'q'):  # some write files
        templar.environment.globals[name] = refuse
    return [answer(templar, value) for value in values]


BINARY = {'Add': '+', 'Sub': '-', 'Mul': '*', 'Div': '/', 'FloorDiv': '//', 'Mod': '%', 'Pow': '**', 'And': 'and', 'Or': 'or'}
COMPARE = {'eq': '==', 'ne': '!=', 'lt': '<', 'lteq': '<=', 'gt': '>', 'gteq': '>=', 'in': 'in', 'notin': 'not in'}


def tree(node):
    """The tree of Jinja as nested lists; what test/core/template/jinjaTrees.ts writes of ours."""
    if node is None:
        return None
    if isinstance(node, list):
        return [tree(item) for item in node]
    kind = type(node).__name__
    if kind in BINARY:
        return [BINARY[kind], tree(node.left), tree(node.right)]
    if kind in ('Not', 'Neg', 'Pos'):
        return [{'Not': 'not', 'Neg': '-', 'Pos': '+'}[kind], tree(node.node)]
    if kind == 'Const':
        return ['constant', typed(node.value)]
    if kind == 'Name':
        return ['name', node.name]
    if kind == 'NSRef':
        return ['attribute', ['name', node.name], node.attr]
    if kind in ('List', 'Tuple'):
        return [kind.lower(), tree(node.items)]
    if kind == 'Dict':
        return ['mapping', [[tree(pair.key), tree(pair.value)] for pair in node.items]]
    if kind == 'Getattr':
        return ['attribute', tree(node.node), node.attr]
    if kind == 'Getitem':
        return ['item', tree(node.node), tree(node.arg)]
    if kind == 'Slice':
        return ['slice', tree(node.start), tree(node.stop), tree(node.step)]
    if kind == 'Concat':
        return ['concat', tree(node.nodes)]
    if kind == 'Compare':
        return ['comparison', tree(node.expr), [[COMPARE[operand.op], tree(operand.expr)] for operand in node.ops]]
    if kind == 'CondExpr':
        return ['condition', tree(node.test), tree(node.expr1), tree(node.expr2)]
    if kind in ('Call', 'Filter', 'Test'):
        name = [] if kind == 'Call' else [node.name]
        return [kind.lower(), tree(node.node), *name, tree(node.args), [[pair.key, tree(pair.value)] for pair in node.kwargs], [tree(item) for item in (node.dyn_args, node.dyn_kwargs) if item is not None]]
    return statement(kind, node)


def parameters(node):
    defaults = [None] * (len(node.args) - len(node.defaults)) + [tree(value) for value in node.defaults]
    return [[name.name, value] for name, value in zip(node.args, defaults)]


def statements(body):
    found = []
    for node in body:
        if isinstance(node, nodes.Output):
            found += [['data', item.data] if isinstance(item, nodes.TemplateData) else ['output', tree(item)] for item in node.nodes]
        else:
            found.append(tree(node))
    return found


def statement(kind, node):
    if kind == 'If':
        return ['if', [[tree(branch.test), statements(branch.body)] for branch in [node] + node.elif_], statements(node.else_)]
    if kind == 'For':
        return ['for', tree(node.target), tree(node.iter), tree(node.test), bool(node.recursive), statements(node.body), statements(node.else_)]
    if kind == 'Assign':
        return ['set', tree(node.target), tree(node.node)]
    if kind == 'AssignBlock':
        return ['set block', tree(node.target), tree(node.filter), statements(node.body)]
    if kind == 'With':
        return ['with', [[tree(target), tree(value)] for target, value in zip(node.targets, node.values)], statements(node.body)]
    if kind == 'Macro':
        return ['macro', node.name, parameters(node), statements(node.body)]
    if kind == 'CallBlock':
        return ['call block', parameters(node), tree(node.call), statements(node.body)]
    if kind == 'FilterBlock':
        return ['body', 'filter', [tree(node.filter)], statements(node.body)]
    if kind == 'Block':
        return ['body', 'block', [], statements(node.body)]
    if kind == 'Scope':
        return ['body', 'autoescape', [tree(node.body[0].options[0].value)], statements(node.body[0].body)]
    if kind == 'Import':
        return ['other template', 'import', tree(node.template), [node.target]]
    if kind == 'FromImport':
        return ['other template', 'from', tree(node.template), [name[1] if isinstance(name, tuple) else name for name in node.names]]
    return ['other template', kind.lower(), tree(node.template), []]


ENVIRONMENT = jinja2.Environment(trim_blocks=True)


def tree_of(text):
    try:
        return statements(ENVIRONMENT.parse(text).body)
    except RecursionError:
        return 'too deep'
    except jinja2.TemplateSyntaxError:
        return 'refused'


def rewrite(name, change):
    path = os.path.join(HERE, name)
    with open(path, encoding='utf-8') as file:
        cases = json.load(file)
    for case in cases:
        change(case)
    with open(path, 'w', encoding='utf-8') as file:
        file.write('[\n' + ',\n'.join(json.dumps(case, ensure_ascii=False) for case in cases) + '\n]\n')
    print(f'{len(cases)} cases of {name} asked')


def main():
    if '--ask' in sys.argv:
        for line in sys.stdin:
            request = json.loads(line)
            result = [tree_of(text) for text in request['trees']] if 'trees' in request else answers(request['vars'], request['values'])
            print(json.dumps(result))
        return
    print(f'ansible-core {release.__version__}, Jinja {jinja2.__version__}')
    rewrite('answers.json', lambda case: case.update(answer=answers(case.get('vars', {}), [case['value']])[0]))
    rewrite('trees.json', lambda case: case.update(tree=tree_of(case['text'])))


main()
