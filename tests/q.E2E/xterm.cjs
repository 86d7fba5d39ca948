// A second terminal, by people who wrote neither q nor tmux: applies the bytes of a growing file, and compares what it shows with what tmux shows.
// A command a line on its input (JSON), an answer a line on its output. Arguments: node_modules, the file, columns, rows.
const fs = require('fs');
const [modules, file, columns, rows] = process.argv.slice(2);
const { Terminal } = require(`${modules}/@xterm/headless`);
const { Unicode11Addon } = require(`${modules}/@xterm/addon-unicode11`);

let title = '';
let at = 0;
const screen = make(+columns, +rows);
screen.onTitleChange(text => title = text);

function make(cols, rows) {
    const made = new Terminal({ cols, rows, allowProposedApi: true, scrollback: 0 });
    made.loadAddon(new Unicode11Addon());
    made.unicode.activeVersion = '11';
    return made;
}

const write = (to, bytes) => new Promise(done => to.write(bytes, done));

/** What was appended to the file since the last look. */
function fresh() {
    if (!fs.existsSync(file)) return new Uint8Array();
    const bytes = fs.readFileSync(file).subarray(at);
    at += bytes.length;
    return bytes;
}

/** A cell as text: what it holds, its colours, its attributes. A blank's own colour is not seen. */
function cell(of, row, column) {
    const { buffer: { active } } = of;
    const found = active.getLine(active.baseY + row).getCell(column);
    const text = found.getChars() || (found.getWidth() ? ' ' : '');
    const colour = (mode, value, isDefault) => isDefault ? '-' : `${mode >> 24}.${value}`;
    const front = colour(found.getFgColorMode(), found.getFgColor(), found.isFgDefault());
    const back = colour(found.getBgColorMode(), found.getBgColor(), found.isBgDefault());
    const has = ['Bold', 'Dim', 'Italic', 'Underline', 'Inverse'].filter(name => found[`is${name}`]());
    const isBlank = text === ' ' && !has.includes('Inverse') && !has.includes('Underline');
    return isBlank ? `' ' on ${back}` : `'${text}' ${front} on ${back} ${has.join('+')}`;
}

function picture(of) {
    const { buffer: { active } } = of;
    return Array.from({ length: of.rows }, (_, row) => active.getLine(active.baseY + row).translateToString(true)).join('\n');
}

/** Where this terminal and tmux differ, in words; empty where they do not. */
async function differences(tmux) {
    await write(screen, fresh());
    const other = make(screen.cols, screen.rows);
    await write(other, tmux.cells.replace(/\n$/, '').replaceAll('\n', '\r\n'));
    const found = [];
    for (let row = 0; row < screen.rows; row++) {
        for (let column = 0; column < screen.cols; column++) {
            const [here, there] = [cell(screen, row, column), cell(other, row, column)];
            if (here !== there) found.push(`${row},${column}: xterm ${here}, tmux ${there}`);
        }
    }
    const cursor = screen.buffer.active;
    if (cursor.cursorX !== tmux.column || cursor.cursorY !== tmux.row)
        found.push(`cursor: xterm ${cursor.cursorX},${cursor.cursorY}, tmux ${tmux.column},${tmux.row}`);
    if (title !== tmux.title) found.push(`title: xterm ${title}, tmux ${tmux.title}`);
    if ((cursor.type === 'alternate') !== tmux.alternate) found.push(`alternate screen: xterm ${cursor.type}, tmux ${tmux.alternate}`);
    return found.length ? `${found.slice(0, 20).join('\n')}\nxterm:\n${picture(screen)}\ntmux:\n${picture(other)}` : '';
}

async function act(command) {
    if (command.resize) {
        await write(screen, fresh());
        screen.resize(...command.resize);
        return '';
    }
    return differences(command.tmux);
}

let last = Promise.resolve();
require('readline').createInterface({ input: process.stdin }).on('line', line => {
    last = last.then(() => act(JSON.parse(line))).then(answer => process.stdout.write(`${JSON.stringify(answer)}\n`));
});
