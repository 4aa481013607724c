"""Puts many mutants into one copy of the source, each behind its number, so that one build serves all of them.

A function begins with `if crate::mutant(7) { return …; }`, an operator becomes `(if crate::mutant(8) { a - b } else { a + b })`, a match arm
or its guard gets a condition; a function that returns an `impl Iterator` returns one of two. What the compiler does not take in this form
(another type, a constant) is left out.
"""

import collections
import json
import re
import subprocess

import tree_sitter
import tree_sitter_rust

PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_rust.language()))

SWITCH = """
#[doc(hidden)]
pub fn mutant(number: u32) -> bool {
    static NUMBER: std::sync::OnceLock<u32> = std::sync::OnceLock::new();
    *NUMBER.get_or_init(|| std::env::var("MUTANT").ok().and_then(|text| text.parse().ok()).unwrap_or(u32::MAX)) == number
}

#[doc(hidden)]
pub enum Either<A, B> {
    A(A),
    B(B),
}

impl<T, A: Iterator<Item = T>, B: Iterator<Item = T>> Iterator for Either<A, B> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        match self {
            Self::A(one) => one.next(),
            Self::B(other) => other.next(),
        }
    }
}
"""


def offset(lines, at):
    """The byte of a line and column, both from 1, as cargo-mutants counts them."""
    line, column = at["line"] - 1, at["column"] - 1
    return sum(len(text.encode()) for text in lines[:line]) + len(lines[line][:column].encode())


def span(text, mutant):
    lines = text.splitlines(keepends=True)
    return offset(lines, mutant["span"]["start"]), offset(lines, mutant["span"]["end"])


def host(root, genre, start, end):
    """The piece of syntax that a mutant changes; None where it cannot stand behind a number."""

    def is_host(node):
        if genre == "BinaryOperator":
            return node.type in ("binary_expression", "compound_assignment_expr")
        if genre == "UnaryOperator":
            return node.type == "unary_expression"
        if genre == "FnValue":
            return node.type == "block" and node.parent is not None and node.parent.type == "function_item"
        if genre == "MatchArm":
            return node.type == "match_arm"
        if genre == "MatchArmGuard":
            pattern = node.parent
            return pattern is not None and pattern.type == "match_pattern" and pattern.child_by_field_name("condition") == node
        return False

    node = root.descendant_for_byte_range(start, start if genre in ("FnValue", "MatchArm") else end)
    while node is not None and not is_host(node):
        node = node.parent
    return node


def is_constant(node):
    """Whether it is worked out by the compiler, which knows no numbers of mutants."""
    while node is not None:
        modifiers = next((child for child in node.children if child.type == "function_modifiers"), None)
        if node.type in ("const_item", "static_item") or modifiers is not None and b"const" in modifiers.text:
            return True
        node = None if node.type == "function_item" else node.parent
    return False


def woven(text, mutants, left_out):
    """The text of a file with its mutants in it; those that find no place are added to `left_out`."""
    data = text.encode()
    tree = PARSER.parse(data)
    at = collections.defaultdict(list)
    for mutant in mutants:
        if mutant["number"] in left_out:
            continue
        node = host(tree.root_node, mutant["genre"], *span(text, mutant))
        mutant["constant"] = node is not None and is_constant(node)
        if node is None or mutant["constant"]:
            left_out.add(mutant["number"])
        else:
            at[node.id].append(mutant)

    def raw(node):
        return data[node.start_byte : node.end_byte]

    def between(start, nodes, end):
        out = b""
        for node in nodes:
            out += data[start : node.start_byte] + render(node)
            start = node.end_byte
        return out + data[start:end]

    def render(node):
        body = between(node.start_byte, node.children, node.end_byte) if node.children else raw(node)
        for mutant in at.get(node.id, []):
            body = changed(node, mutant, body)
        return body

    def changed(node, mutant, body):
        number = str(mutant["number"]).encode()
        # The marks tell which mutant an error of the compiler is about.
        first, last = b"/*<" + number + b"*/", b"/*" + number + b">*/"
        on, other = b"crate::mutant(" + number + b")", mutant["replacement"].encode()
        match mutant["genre"]:
            case "FnValue" if "impl " in mutant["function"]["return_type"]:
                return b"{" + first + b" if " + on + b" { crate::Either::A(" + other + b") } else { crate::Either::B(" + body + b") } " + last + b"}"
            case "FnValue":
                return b"{" + first + b" if " + on + b" { return " + other + b"; } " + last + body[1:]
            case "MatchArmGuard":
                return first + b"(if " + on + b" { " + other + b" } else { " + body + b" })" + last
            case "UnaryOperator":
                return first + b"(if " + on + b" { " + raw(node.children[-1]) + b" } else { " + body + b" })" + last
            case "BinaryOperator":
                new = raw(node.children[0]) + b" " + other + b" " + raw(node.children[2])
                if node.type == "compound_assignment_expr":
                    return first + b"if " + on + b" { " + new + b"; } else { " + body + b"; }" + last
                return first + b"(if " + on + b" { " + new + b" } else { " + body + b" })" + last
            case "MatchArm":
                place = next(i for i, child in enumerate(node.children) if child.type == "match_pattern")
                pattern, rest = node.children[place], node.children[place + 1 :]
                tail = between(pattern.end_byte, rest, node.end_byte)
                guard = pattern.child_by_field_name("condition")
                if guard is None:
                    return data[node.start_byte : pattern.end_byte] + b" " + first + b"if !" + on + last + tail
                return data[node.start_byte : guard.start_byte] + first + b"!" + on + b" && (" + render(guard) + b")" + last + tail

    return render(tree.root_node)


def blamed(message, folder):
    """The mutant that an error of the compiler is about."""
    for place in sorted(message["spans"], key=lambda place: not place["is_primary"]):
        path = folder / place["file_name"]
        if not path.is_file():
            continue
        data = path.read_bytes()
        around = []
        for mark in re.finditer(rb"/\*<(\d+)\*/", data):
            end = data.find(b"/*" + mark.group(1) + b">*/", mark.start())
            if mark.start() <= place["byte_start"] < end + 10:
                around.append((end - mark.start(), int(mark.group(1))))
        if around:
            return min(around)[1]
        if "non-exhaustive" in message["message"]:
            arm = re.search(rb"/\*<(\d+)\*/if !crate::mutant", data[place["byte_end"] :])
            return int(arm.group(1)) if arm else None
    return None


def weave(folder, mutants, check, environment):
    """Weaves the mutants into the copy at `folder`, which `check`, a command, must be able to compile. Returns the numbers left out."""
    left_out = set()
    by_file = collections.defaultdict(list)
    for mutant in mutants:
        by_file[mutant["file"]].append(mutant)
    texts = {name: (folder / name).read_text() for name in by_file}
    library = folder / "src/lib.rs"
    library.write_text(library.read_text() + SWITCH)
    while True:
        for name, own in by_file.items():
            (folder / name).write_bytes(woven(texts[name], own, left_out))
        out = subprocess.run(check + ["--message-format=json"], cwd=folder, env=environment, capture_output=True, text=True)
        errors = []
        for line in out.stdout.splitlines():
            said = json.loads(line) if line.startswith("{") else {}
            if said.get("reason") == "compiler-message" and said["message"]["level"] == "error":
                errors.append(said["message"])
        found = {blamed(message, folder) for message in errors} - {None}
        if out.returncode == 0:
            return left_out
        if not found:
            raise SystemExit("the woven source does not compile:\n" + "\n".join(e["rendered"] for e in errors) + out.stderr[-2000:])
        left_out |= found
