-- Neovim as the editor: starts the server, opens a vars file and an inventory, and writes down what the server answers, as JSON.
local server, folder, out = vim.env.GROUPVARS_SERVER, vim.env.GROUPVARS_FOLDER, vim.env.GROUPVARS_OUT
local answers = {}

local function run()
  local client = vim.lsp.start_client({
    name = 'groupvars',
    cmd = { vim.env.GROUPVARS_NODE, server, '--stdio' },
    root_dir = folder,
    settings = { groupvars = { runs = { 'ansible-playbook -i prod/hosts.ini -e given=1 site.yml' } } },
  })
  local function open(path)
    vim.cmd('edit ' .. folder .. '/' .. path)
    vim.lsp.buf_attach_client(0, client)
  end
  local function hover(line)
    local params = { textDocument = vim.lsp.util.make_text_document_params(), position = { line = line, character = 1 } }
    local all = vim.lsp.buf_request_sync(0, 'textDocument/hover', params, 10000)
    local answer = all and all[client] and all[client].result
    return answer and answer ~= vim.NIL and answer.contents.value or ''
  end
  local function hover_until(line, expected)
    local text = ''
    vim.wait(20000, function()
      text = hover(line)
      return text:find(expected, 1, true) ~= nil
    end, 50)
    return text
  end

  open('prod/group_vars/web.yml')
  answers.hover = hover_until(0, 'wins')
  -- an edit that is not saved
  vim.api.nvim_buf_set_lines(0, 0, 1, false, { 'port: 8081' })
  answers.edited = hover_until(0, '`8081`')
  -- a file that changes on the disk: this editor tells of none, a save makes the server look
  vim.fn.writefile({ 'port: 81' }, folder .. '/prod/group_vars/all.yml')
  vim.cmd('write')
  answers.saved = hover_until(0, '`81`')

  open('prod/hosts.ini')
  local symbols = vim.lsp.buf_request_sync(0, 'textDocument/documentSymbol', { textDocument = vim.lsp.util.make_text_document_params() }, 10000)
  answers.symbols = vim.tbl_map(function(symbol) return symbol.name end, symbols[client].result)

  open('away/hosts.ini')
  vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 50)
  answers.diagnostics = vim.tbl_map(function(diagnostic) return diagnostic.source .. ': ' .. diagnostic.message end, vim.diagnostic.get(0))

  vim.lsp.stop_client(client)
  answers.stopped = vim.wait(10000, function() return vim.lsp.client_is_stopped(client) end, 50)
end

local ok, problem = pcall(run)
if not ok then answers.problem = tostring(problem) end
vim.fn.writefile({ vim.fn.json_encode(answers) }, out)
vim.cmd('qall!')
