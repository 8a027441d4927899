package dsl

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/diag"
)

// Version of pipectl, for required_version.
const Version = "0.1.0"

// bindTop binds what stands at top level and belongs to no pipeline.
func (l *loader) bindTop() {
	l.bindLocals(nil, l.project.locals)
	for _, c := range l.clusterDecls {
		l.bindCluster(nil, c)
	}
	for _, c := range l.computeDecls {
		l.bindCompute(c)
	}
}

// settings reads pipectl { … }: what is said of the project itself.
func (l *loader) settings(b *hclsyntax.Block) {
	if !l.labels(b) {
		return
	}
	r := l.reader(b)
	version, project := r.attr("required_version"), r.attr("project")
	r.done()
	if version != nil {
		l.requiredVersion(version)
	}
	if project != nil {
		l.projectName(project)
	}
}

// projectName reads project = "shop".
func (l *loader) projectName(e hclsyntax.Expression) {
	w := &place{l: l, static: "the project's name is known at compile time"}
	v := w.constant(e, cty.String)
	if v == cty.DynamicVal || v.IsNull() {
		return
	}
	name := v.AsString()
	switch {
	case !ProjectForm.MatchString(name):
		l.add(diag.Problem{Code: diag.InvalidName, Range: e.Range(), Detail: fmt.Sprintf(
			"%q is no name of a project, which is of letters, digits, and . _ - inside, at most 64.", name)}.Error())
	case l.project.Name != "" && l.project.Name != name:
		l.add(diag.Problem{
			Code: diag.DuplicateName, Range: e.Range(),
			Detail: fmt.Sprintf("The project is called %q already; it has one name.", l.project.Name),
			Notes:  []diag.Note{{Range: l.project.named, Text: "it is said here first"}},
		}.Error())
	default:
		l.project.Name, l.project.named = name, e.Range()
	}
}

// ProjectForm is what the name of a project looks like.
var ProjectForm = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$`)

// requiredVersion checks required_version = ">= 0.1".
func (l *loader) requiredVersion(e hclsyntax.Expression) {
	w := &place{l: l, static: "the required version is known at compile time"}
	v := w.constant(e, cty.String)
	if v == cty.DynamicVal || v.IsNull() {
		return
	}
	ok, err := satisfies(Version, v.AsString())
	detail := ""
	switch {
	case err != nil:
		detail = fmt.Sprintf("%q is no version constraint. Write, for example, \">= 0.1\" or \">= 0.1, < 2.0\".", v.AsString())
	case !ok:
		detail = fmt.Sprintf("This project asks for pipectl %s, and this is pipectl %s.", v.AsString(), Version)
	default:
		return
	}
	l.add(diag.Problem{Code: diag.RequiredVersion, Range: e.Range(), Detail: detail}.Error())
}

// satisfies checks a version against constraints joined by commas, each an
// operator (= != > >= < <= ~>) and a version.
func satisfies(version, constraints string) (bool, error) {
	have, err := parts(version)
	if err != nil {
		return false, err
	}
	all := true
	for _, c := range strings.Split(constraints, ",") {
		c = strings.TrimSpace(c)
		i := strings.IndexFunc(c, func(r rune) bool { return r >= '0' && r <= '9' })
		if i < 0 {
			return false, fmt.Errorf("no version in %q", c)
		}
		op, text := strings.TrimSpace(c[:i]), c[i:]
		want, err := parts(text)
		if err != nil {
			return false, err
		}
		cmp := slices.Compare(have, want)
		switch op {
		case "", "=":
			all = all && cmp == 0
		case "!=":
			all = all && cmp != 0
		case ">":
			all = all && cmp > 0
		case ">=":
			all = all && cmp >= 0
		case "<":
			all = all && cmp < 0
		case "<=":
			all = all && cmp <= 0
		case "~>":
			// The last part named may grow, the ones before it may not.
			fixed := max(strings.Count(text, "."), 1)
			all = all && cmp >= 0 && slices.Equal(have[:fixed], want[:fixed])
		default:
			return false, fmt.Errorf("unknown operator %q", op)
		}
	}
	return all, nil
}

// parts are the three numbers of a version; those left out are zero.
func parts(version string) ([]int, error) {
	fields := strings.Split(strings.TrimSpace(version), ".")
	if len(fields) > 3 {
		return nil, fmt.Errorf("no version: %q", version)
	}
	out := make([]int, 3)
	for i, f := range fields {
		n, err := strconv.Atoi(f)
		if err != nil || n < 0 {
			return nil, fmt.Errorf("no version: %q", version)
		}
		out[i] = n
	}
	return out, nil
}
