package dsl

import (
	"cmp"
	"io/fs"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Options are what a compile is given besides the sources.
type Options struct {
	// Files are the names of the only files to read, in Dir; nil reads all.
	Files []string

	// Env names env/Env.pipevars.hcl; empty: none.
	Env string
	// VarFiles are further files of values, in order.
	VarFiles []VarFile
	// Environ are values from PIPECTL_VAR_name, by name.
	Environ map[string]string
	// Vars are values from the command line, the last of a name counts.
	Vars []VarArg

	// Region and Account pin aws.region and aws.account_id; empty leaves
	// them to the execution.
	Region, Account string
}

// A VarFile is a file of variable values that was read for Load.
type VarFile struct {
	Name string // as the user named it
	Text []byte
}

// A VarArg is one --var name=value.
type VarArg struct{ Name, Value string }

// Load reads the project in dir and resolves every name in it. The project is
// never nil: after errors it holds what could be read, which is enough for a
// language server but not to compile. Diagnostics are in source order. Load
// reads only through fsys, and only in dir.
func Load(fsys fs.FS, dir string, opts Options) (*Project, hcl.Diagnostics) {
	l := &loader{
		fsys: fsys,
		opts: opts,

		inheritedBy: map[*hclsyntax.Attribute]bool{},
		project: &Project{
			Dir:       dir,
			Sources:   map[string][]byte{},
			variables: map[string]*variable{},
			locals:    map[string]*local{},
		},
	}
	bodies := l.readFiles(dir)
	// What is missing because a file could not be read whole is no mistake
	// of the user's: then only the files' own problems are told.
	broken := l.diags.HasErrors()
	told := l.diags
	l.declare(bodies)
	l.setVariables(dir)
	l.bindTop()
	for _, d := range l.pipelines {
		l.bindPipeline(d)
	}
	l.checkPipelineCalls()
	if broken {
		l.diags = told
	}
	return l.project, sorted(l.diags)
}

// A loader holds what is under construction. Phases: read, declare every
// name, then bind.
type loader struct {
	fsys    fs.FS
	opts    Options
	project *Project
	diags   hcl.Diagnostics

	pipelines    []*pipelineDecl
	clusterDecls []*clusterDecl
	computeDecls []*computeDecl
	varBlocks    []*hclsyntax.Block
	binding      []*local // those being bound, the innermost last

	// inheritedBy are the arguments of defaults and of sequences that a task
	// has taken, and that were bound with it.
	inheritedBy map[*hclsyntax.Attribute]bool
}

// A pipelineDecl is a pipeline whose names are declared and whose expressions
// are not bound yet.
type pipelineDecl struct {
	*Pipeline
	block  *hclsyntax.Block
	locals map[string]*local
	inputs map[string]*inputDecl

	tasks map[string]*taskDecl // by name: tasks, blocks and clusters of the pipeline
	order []*taskDecl

	root, onFailure, finally *bodyDecl
	clusters                 []*clusterDecl

	defaults map[string]*defaults // by kind, "" for all
	anySkip  int                  // 0 not asked, 1 no, 2 yes
	calls    []*Task              // tasks "pipeline", for the check of cycles
}

func (l *loader) add(d ...*hcl.Diagnostic) {
	for _, x := range d {
		if x != nil {
			l.diags = append(l.diags, x)
		}
	}
}

// sorted puts diagnostics in the order of the source, and drops those that say
// the same of the same place twice: a local that is used twice is bound twice.
func sorted(diags hcl.Diagnostics) hcl.Diagnostics {
	slices.SortStableFunc(diags, func(a, b *hcl.Diagnostic) int {
		if a.Subject == nil || b.Subject == nil {
			return cmp.Compare(ptr(a.Subject), ptr(b.Subject))
		}
		return cmp.Or(
			cmp.Compare(a.Subject.Filename, b.Subject.Filename),
			cmp.Compare(a.Subject.Start.Byte, b.Subject.Start.Byte),
			cmp.Compare(a.Summary, b.Summary),
			cmp.Compare(a.Detail, b.Detail),
		)
	})
	return slices.CompactFunc(diags, func(a, b *hcl.Diagnostic) bool {
		return a.Summary == b.Summary && a.Detail == b.Detail &&
			a.Subject != nil && b.Subject != nil && *a.Subject == *b.Subject
	})
}

func ptr(r *hcl.Range) int {
	if r == nil {
		return 0
	}
	return 1
}
