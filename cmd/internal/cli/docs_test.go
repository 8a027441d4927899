package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/operate"
	"github.com/pipectl/pipectl/dsl/diag"
)

// What the documents show is run. A fenced block's info string says how:
//
//	hcl           all of a project: validates without an error
//	hcl pipeline  what stands in a pipeline: the same, in an empty one
//	hcl wrong CODE… [pipeline]
//	              a project (or what stands in a pipeline) with just these
//	              codes, each as often as it is named
//	hcl test      tests of the last whole project that the page showed; they pass
//	hcl fragment  no project; it is HCL all the same
//	json          JSON
//	json mocks    the same, and from then on what Tasks answer, by the names
//	              of states, in the account of the page
//	console       commands and what they print; see runConsole
//	console account
//	              the same, with an account of AWS in memory that lasts for
//	              the page
//	policy        what deploy.Permissions gives for the account of the page, and with
//	              "operate" what operate.Permissions does
//	sh            commands to type: those of pipectl end well, others are the
//	              gate's, in .ci/run
//
//	go FILE       lines of that file, as they stand in it; "..." for some left out
//
// Others (text, none at all) are for reading. The generated pages are left
// to the tests of what they are generated from.
func TestDocuments(t *testing.T) {
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range documents(t, root) {
		t.Run(filepath.ToSlash(name), func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(root, name))
			if err != nil {
				t.Fatal(err)
			}
			project, tests := "", ""
			var page *here // its account
			if strings.Contains(string(text), "```console account\n") {
				page = newHere(t, "")
			}
			for _, b := range fences(string(text)) {
				kind, arg, _ := strings.Cut(b.info, " ")
				t.Run(fmt.Sprintf("line %d", b.line), func(t *testing.T) {
					switch kind {
					case "hcl":
						if arg == "test" {
							tests = b.text
							checkCommands(t, root, project, tests, "pipectl test", page)
							return
						}
						checkHCL(t, arg, b.text)
						if arg == "" || strings.HasPrefix(arg, "wrong") {
							project, tests = b.text, ""
						}
					case "json":
						if !json.Valid([]byte(b.text)) {
							t.Error("no valid JSON")
						} else if arg == "mocks" {
							page.answer(b.text)
						}
					case "console":
						with := page
						if arg != "account" {
							with = nil
						}
						runConsole(t, root, project, tests, b.text, with)
					case "policy":
						want, of := deploy.Permissions, "deploy"
						if arg == "operate" {
							want, of = operate.Permissions, "operate"
						}
						if b.text != string(want(deploy.Place{Partition: "aws", Region: "us-east-1", Account: "123456789012"})) {
							t.Errorf("it is not what %s.Permissions gives", of)
						}
					case "sh":
						checkCommands(t, root, project, tests, b.text, page)
					case "go":
						checkExcerpt(t, filepath.Join(root, filepath.FromSlash(arg)), b.text)
					case "", "text", "markdown":
					default:
						t.Errorf("unknown info string %q", b.info)
					}
				})
			}
		})
	}
}

// documents are the pages written by hand, relative to the root.
func documents(t *testing.T, root string) []string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/decisions/*.md", "examples/*.md", "examples/*/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range found {
			name, err := filepath.Rel(root, name)
			if err != nil {
				t.Fatal(err)
			}
			if name != filepath.Join("docs", "errors.md") {
				names = append(names, name)
			}
		}
	}
	if !slices.Contains(names, "README.md") {
		t.Fatal("there is no README.md")
	}
	return names
}

// A fence is a fenced block of Markdown.
type fence struct {
	info, text string
	line       int // of the opening fence, from 1
}

// fences finds the fenced blocks of a page. A longer fence may hold shorter ones.
func fences(page string) []fence {
	var all []fence
	marks := ""
	var f fence
	n := 0
	for line := range strings.Lines(page) {
		n++
		trimmed := strings.TrimSpace(line)
		ticks := trimmed[:len(trimmed)-len(strings.TrimLeft(trimmed, "`"))]
		switch {
		case marks == "" && len(ticks) >= 3:
			marks, f = ticks, fence{info: strings.TrimSpace(trimmed[len(ticks):]), line: n}
		case marks != "" && trimmed == marks:
			marks, all = "", append(all, f)
		case marks != "":
			f.text += line
		}
	}
	return all
}

func TestFences(t *testing.T) {
	got := fences("a\n```hcl fragment\nx = 1\n```\n\n````markdown\n```\n````\nb `c`\n")
	want := []fence{{"hcl fragment", "x = 1\n", 2}, {"markdown", "```\n", 6}}
	if !slices.Equal(got, want) {
		t.Errorf("fences = %v, want %v", got, want)
	}
}

// checkHCL judges an example in the language.
func checkHCL(t *testing.T, how, text string) {
	t.Helper()
	if _, diags := hclsyntax.ParseConfig([]byte(text), "example", hcl.InitialPos); diags.HasErrors() && !strings.HasPrefix(how, "wrong") {
		t.Fatal(diags)
	}
	words := strings.Fields(how)
	inPipeline := slices.Contains(words, "pipeline")
	words = slices.DeleteFunc(words, func(w string) bool { return w == "pipeline" })
	var want []string
	if len(words) > 0 {
		switch words[0] {
		case "fragment":
			return
		case "wrong":
			want = words[1:]
		default:
			t.Fatalf("unknown info string %q", how)
		}
	}
	if inPipeline {
		text = "pipeline \"example\" {\n" + text + "}\n"
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.pipe.hcl"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	Run([]string{"validate", "--format", "json", dir}, Streams{In: strings.NewReader(""), Out: &out, Err: &errs})
	var report struct {
		Diagnostics []diag.Report `json:"diagnostics"`
	}
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatalf("%v\n%s%s", err, &out, &errs)
	}
	var got []string
	for _, r := range report.Diagnostics {
		got = append(got, string(r.Code))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("codes %v, want %v\n%s", got, want, &out)
	}
}

// runConsole runs the commands of a block, the lines that begin with "$ ". What
// follows a command is what it prints, on both streams as on a terminal; a line
// that holds but "..." stands for any number of lines, and a last line
// "exit status N" for the exit code, which is 0 without one.
func runConsole(t *testing.T, root, project, tests, block string, account *here) {
	t.Helper()
	enter(t, root, project, tests)
	commands := strings.Split("\n"+block, "\n$ ")
	if strings.TrimSpace(commands[0]) != "" {
		t.Errorf("a block for the console begins with a command, not with %q", commands[0])
	}
	for _, c := range commands[1:] {
		line, want, _ := strings.Cut(c, "\n")
		got, code, ok := runLine(t, line, account)
		if code != ExitDone {
			got += fmt.Sprintf("exit status %d\n", code)
		}
		if !ok {
			t.Errorf("only pipectl can be run here, not %q", line)
		} else if !matches(want, got) {
			t.Errorf("$ %s\nprints\n%s\nand not\n%s", line, got, want)
		}
	}
}

// checkCommands runs what people are told to type, as far as it is pipectl. What
// else they are told is what the gate does.
func checkCommands(t *testing.T, root, project, tests, block string, account *here) {
	t.Helper()
	gate, err := os.ReadFile(filepath.Join(root, ".ci", "run"))
	if err != nil {
		t.Fatal(err)
	}
	enter(t, root, project, tests)
	for line := range strings.Lines(block) {
		line = strings.TrimSpace(line)
		if line == "" || line == ".ci/run" {
			continue
		}
		if got, code, ok := runLine(t, line, account); ok {
			if code != ExitDone {
				t.Errorf("%s\nends with %d and prints\n%s", line, code, got)
			}
		} else if !strings.Contains(string(gate), "\t"+line+"\n") && !strings.Contains(string(gate), "\t"+line+" && ") {
			t.Errorf("no line of .ci/run is %q", line)
		}
	}
}

// enter changes to a directory with a copy of the examples and, as main.pipe.hcl,
// the last whole project that the page showed before, with its tests.
func enter(t *testing.T, root, project, tests string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "examples"), os.DirFS(filepath.Join(root, "examples"))); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"main.pipe.hcl": project, "main.pipetest.hcl": tests} {
		if text == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
}

// runLine runs a command line of pipectl and gives what it prints and its exit code;
// false if it is none.
func runLine(t *testing.T, line string, account *here) (string, int, bool) {
	t.Helper()
	args, ok := strings.CutPrefix(line, "pipectl ")
	if !ok {
		args, ok = strings.CutPrefix(line, "go run ./cmd/pipectl ")
	}
	if !ok {
		return "", 0, false
	}
	var out bytes.Buffer
	s := Streams{In: strings.NewReader(""), Out: &out, Err: &out, Environ: []string{"NO_COLOR=1"}}
	code := 0
	if account != nil {
		code = account.run(s, words(t, args)...)
	} else {
		code = Run(words(t, args), s)
	}
	return out.String(), code, true
}

// checkExcerpt asks that an excerpt stands in its file.
func checkExcerpt(t *testing.T, file, excerpt string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !matches("...\n"+excerpt+"...\n", string(text)) {
		t.Errorf("%s does not hold\n%s", file, excerpt)
	}
}

// words splits a command line at its spaces; '…' holds what belongs together.
func words(t *testing.T, line string) []string {
	t.Helper()
	var list []string
	for _, w := range regexp.MustCompile(`(?:'[^']*'|[^\s'])+`).FindAllString(line, -1) {
		if strings.ContainsAny(w, `"|<>$&;\`) && !strings.Contains(w, "'") {
			t.Fatalf("%s: %q needs a shell", line, w)
		}
		list = append(list, strings.ReplaceAll(w, "'", ""))
	}
	return list
}

// matches reports whether text is what a block shows of it.
func matches(shown, text string) bool {
	var pattern strings.Builder
	pattern.WriteString(`^(?s:`)
	for line := range strings.Lines(strings.TrimRight(shown, "\n") + "\n") {
		if strings.TrimSpace(line) == "..." {
			pattern.WriteString(`(?:.*\n)?`)
			continue
		}
		pattern.WriteString(regexp.QuoteMeta(line))
	}
	pattern.WriteString(`)$`)
	return regexp.MustCompile(pattern.String()).MatchString(strings.TrimRight(text, "\n") + "\n")
}

func TestMatches(t *testing.T) {
	for _, tt := range []struct {
		shown, text string
		want        bool
	}{
		{"a\nb\n", "a\nb\n", true},
		{"a\nb\n", "a\nb\nc\n", false},
		{"a\n  ...\nc\n", "a\nb\nb\nc\n", true},
		{"a\n...\nc\n", "a\nc\n", true},
		{"a\n...\nc\n", "a\nbc\n", false},
		{"...\n", "a\n", true},
		{"", "", true},
		{"", "a\n", false},
		{"a.c\n", "abc\n", false},
		{"a\n\n", "a\n", true}, // an empty line before the next command
	} {
		if got := matches(tt.shown, tt.text); got != tt.want {
			t.Errorf("matches(%q, %q) = %v", tt.shown, tt.text, got)
		}
	}
}

// Links between the pages lead to files and headings that are there.
func TestLinks(t *testing.T) {
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	link := regexp.MustCompile(`\]\(([^)\s]+)\)`)
	names := documents(t, root)
	kinds, err := filepath.Glob(filepath.Join(root, "docs", "kinds", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range kinds {
		names = append(names, filepath.Join("docs", "kinds", filepath.Base(name)))
	}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		page := string(text)
		for _, f := range fences(page) {
			page = strings.Replace(page, f.text, "", 1)
		}
		for _, m := range link.FindAllStringSubmatch(page, -1) {
			target, anchor, _ := strings.Cut(m[1], "#")
			if strings.Contains(target, "://") {
				continue
			}
			file := filepath.Join(root, name)
			if target != "" {
				file = filepath.Join(root, filepath.Dir(name), filepath.FromSlash(target))
			}
			linked, err := os.ReadFile(file)
			if st, dirErr := os.Stat(file); dirErr == nil && st.IsDir() {
				err = nil
			}
			if err != nil {
				t.Errorf("%s: the link %s leads nowhere", filepath.ToSlash(name), m[1])
				continue
			}
			if anchor != "" && !slices.Contains(anchors(string(linked)), anchor) {
				t.Errorf("%s: %s has no such heading", filepath.ToSlash(name), m[1])
			}
		}
	}
}

// anchors are the names of a page's headings, as the usual renderers make them.
func anchors(page string) []string {
	for _, f := range fences(page) {
		page = strings.Replace(page, f.text, "", 1)
	}
	dropped := regexp.MustCompile(`[^\p{L}\p{N}_ -]`)
	var all []string
	for _, m := range regexp.MustCompile(`(?m)^#+ +(.*)$`).FindAllStringSubmatch(page, -1) {
		all = append(all, strings.ReplaceAll(dropped.ReplaceAllString(strings.ToLower(m[1]), ""), " ", "-"))
	}
	return all
}
