package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"github.com/pipectl/pipectl/cmd/internal/view"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
)

// disk is the whole file system by the names that people use: relative to the
// current directory, absolute, with "..", and with slashes in diagnostics on
// every system.
type disk struct{}

func (disk) Open(name string) (fs.File, error) { return os.Open(filepath.FromSlash(name)) }

// A target is what a PATH names.
type target struct {
	dir   string   // with slashes
	files []string // the only files to read; nil: all of dir
}

// findTarget looks at a PATH.
func findTarget(name string) (target, error) {
	st, err := os.Stat(name)
	slashed := path.Clean(filepath.ToSlash(name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return target{}, usage("no such path %q", name)
	case err != nil:
		return target{}, refused(err)
	case st.IsDir():
		return target{dir: slashed}, nil
	case strings.HasSuffix(name, ".pipe.hcl"):
		return target{dir: path.Dir(slashed), files: []string{path.Base(slashed)}}, nil
	}
	return target{}, usage("%q is neither a directory nor a *.pipe.hcl file", name)
}

// A projectFlags are the flags of every command that compiles.
type projectFlags struct {
	vars     []string
	varFiles []string
	env      string
	region   string
	account  string

	secrets []string // of the values of variables, once a project is loaded
}

func (f *projectFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVar(&f.vars, "var", nil, "give a variable a value: `name=value`; may be repeated")
	flags.StringArrayVar(&f.varFiles, "var-file", nil, "read values of variables from a `file`; may be repeated")
	flags.StringVar(&f.env, "env", "", "read values from env/`name`.pipevars.hcl in the project")
	flags.StringVar(&f.region, "region", "", "pin the AWS `region`, so that it is known at compile time")
	flags.StringVar(&f.account, "account", "", "pin the AWS account `ID`, so that it is known at compile time")
}

// lowerings are the ways to nest what cannot be nested exactly, the default
// first.
var lowerings = []string{"best", "peel"}

// addLowering adds the flag of the commands that show or write what becomes of
// a pipeline.
func addLowering(cmd *cobra.Command, to *string) {
	cmd.Flags().StringVar(to, "lowering", "best", "how to nest a DAG that cannot be nested exactly: best adds the least waiting, peel changes least when the DAG is edited")
	completes(cmd, "lowering", lowerings)
}

// options reads the flags for a project.
func (f *projectFlags) options(s Streams, t target) (dsl.Options, error) {
	opts := dsl.Options{Files: t.files, Env: f.env, Region: f.region, Account: f.account, Environ: map[string]string{}}
	if err := f.checkPlace(); err != nil {
		return opts, err
	}
	if f.env != "" {
		if strings.ContainsAny(f.env, `/\`) || f.env == "." || f.env == ".." {
			return opts, usage("--env takes a name, not a path: %q", f.env)
		}
		name := path.Join(t.dir, "env", f.env+".pipevars.hcl")
		if _, err := os.Stat(filepath.FromSlash(name)); errors.Is(err, fs.ErrNotExist) {
			return opts, usage("--env %s: there is no file %s", f.env, name)
		}
	}
	for _, v := range f.vars {
		name, value, ok := strings.Cut(v, "=")
		if !ok || name == "" {
			return opts, usage("--var takes name=value, not %q", v)
		}
		opts.Vars = append(opts.Vars, dsl.VarArg{Name: name, Value: value})
	}
	for _, name := range f.varFiles {
		file, err := os.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			return opts, usage("--var-file: no such file %q", name)
		}
		if err != nil {
			return opts, refused(err)
		}
		text, err := io.ReadAll(io.LimitReader(file, mostSource+1))
		file.Close() //nolint:errcheck // a file that was only read
		if err != nil {
			return opts, refused(err)
		}
		if len(text) > mostSource {
			return opts, refused(fmt.Errorf("--var-file %s: more than %d MB are no values of variables", name, mostSource>>20))
		}
		opts.VarFiles = append(opts.VarFiles, dsl.VarFile{Name: filepath.ToSlash(name), Text: text})
	}
	for _, e := range s.Environ {
		if name, value, ok := strings.Cut(e, "="); ok && strings.HasPrefix(name, "PIPECTL_VAR_") {
			opts.Environ[strings.TrimPrefix(name, "PIPECTL_VAR_")] = value
		}
	}
	return opts, nil
}

// checkPlace checks the flags that name a region and an account.
func (f *projectFlags) checkPlace() error {
	if f.region != "" && !regionForm.MatchString(f.region) {
		return usage("--region takes the name of a region, such as eu-west-1, not %q", f.region)
	}
	if f.account != "" && !accountForm.MatchString(f.account) {
		return usage("--account takes the twelve digits of an account's ID, not %q", f.account)
	}
	return nil
}

// mostSource is the size in bytes of the largest source that is not read by dsl.
const mostSource = 8 << 20

// load reads the project that a PATH names.
func (f *projectFlags) load(s Streams, name string) (*dsl.Project, hcl.Diagnostics, error) {
	t, err := findTarget(name)
	if err != nil {
		return nil, nil, err
	}
	opts, err := f.options(s, t)
	if err != nil {
		return nil, nil, err
	}
	p, diags := dsl.Load(disk{}, t.dir, opts)
	f.secrets = view.SecretTexts(p.Variables())
	for _, d := range diags {
		// A value on the command line for what is no variable is the command
		// line's mistake, not the project's.
		if q := diag.Of(d); q != nil && q.Code == diag.UndeclaredValue && strings.HasPrefix(q.Range.Filename, "--var ") {
			return nil, nil, usage("%s", strings.TrimSuffix(q.Detail, "."))
		}
	}
	return p, diags, nil
}

// tell prints diagnostics for people and, if there are errors among them, ends
// the command.
func tell(s Streams, diags hcl.Diagnostics, sources map[string][]byte) error {
	reports := diag.Reports(diags, sources)
	if err := view.Reports(s.Err, "text", reports, version(), view.Colour(s.Err, s.Environ)); err != nil {
		return refused(err)
	}
	if view.Errors(reports) > 0 {
		return &exit{code: ExitProblems}
	}
	return nil
}

// pathArg is the PATH of a command, at the place i of its arguments.
func pathArg(args []string, i int) string {
	if len(args) > i {
		return args[i]
	}
	return "."
}

// completes makes the shell complete the values of a flag.
func completes(cmd *cobra.Command, flag string, values []string) {
	if err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic("cli: " + err.Error()) // there is no such flag
	}
}

// oneOf checks the value of a flag.
func oneOf(flag, value string, values []string) error {
	if slices.Contains(values, value) {
		return nil
	}
	return usage("--%s takes %s, not %q", flag, strings.Join(values, ", "), value)
}

// pick finds the pipelines that a name, or none, asks for.
func pick(p *dsl.Project, name string) ([]*dsl.Pipeline, error) {
	if name == "" {
		return p.Pipelines, nil
	}
	if one := p.Pipeline(name); one != nil {
		return []*dsl.Pipeline{one}, nil
	}
	var names []string
	for _, q := range p.Pipelines {
		names = append(names, q.Name)
	}
	text := diag.Suggest(name, names)
	if text == "" && len(names) > 0 {
		text = " There are: " + strings.Join(names, ", ")
	}
	return nil, usage("there is no pipeline %q.%s", name, text)
}
