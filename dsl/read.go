package dsl

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/pipectl/pipectl/dsl/diag"
)

const (
	// maxFile is the size in bytes of the largest source file. A pipeline of
	// 10,000 tasks has about 3 MB.
	maxFile = 8 << 20
)

const sourceSuffix = ".pipe.hcl"

// readFiles parses the sources of the project.
func (l *loader) readFiles(dir string) []*hclsyntax.Body {
	names := l.opts.Files
	if names == nil {
		entries, err := fs.ReadDir(l.fsys, dir)
		if err != nil {
			l.add(unreadable(dir, err))
			return nil
		}
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), sourceSuffix) && e.Name() != sourceSuffix {
				names = append(names, e.Name())
			}
		}
	}
	slices.Sort(names)
	var bodies []*hclsyntax.Body
	for _, name := range names {
		if body := l.parse(path.Join(dir, name)); body != nil {
			bodies = append(bodies, body)
		}
	}
	if len(names) == 0 {
		l.add(diag.Problem{
			Code:   diag.NoSources,
			Range:  hcl.Range{Filename: dir},
			Detail: fmt.Sprintf("There is no file *%s in %q. `pipectl init` writes a working example to start from.", sourceSuffix, dir),
		}.Error())
	}
	return bodies
}

// parse reads and parses one file. Nil after errors that leave nothing.
func (l *loader) parse(name string) *hclsyntax.Body {
	src, err := readFile(l.fsys, name)
	if err != nil {
		l.add(unreadable(name, err))
		return nil
	}
	return l.parseText(name, src)
}

func (l *loader) parseText(name string, src []byte) *hclsyntax.Body {
	l.project.Sources[name] = src
	seams, d := checkText(name, src)
	if d != nil {
		l.add(d)
		return nil
	}
	body, diags := parseBody(name, src, seams)
	l.add(diag.Syntax(diags, map[string][]byte{name: src})...)
	if diags.HasErrors() && len(body.Blocks) == 0 {
		return nil
	}
	return body
}

// readFile reads a whole file, but no more than maxFile of it.
func readFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // a file that was only read
	if st, err := f.Stat(); err == nil && st.IsDir() {
		return nil, errors.New("it is a directory")
	}
	src, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, err
	}
	if len(src) > maxFile {
		return nil, errTooLarge
	}
	return bytes.TrimPrefix(src, []byte("\xef\xbb\xbf")), nil
}

var errTooLarge = fmt.Errorf("it has more than %d MB", maxFile>>20)

func unreadable(name string, err error) *hcl.Diagnostic {
	if err == errTooLarge { //nolint:errorlint // it is never wrapped
		return diag.Problem{
			Code:   diag.FileTooLarge,
			Range:  hcl.Range{Filename: name},
			Detail: fmt.Sprintf("%q has more than %d MB, which no pipeline needs. Split it, or keep data out of *%s files.", name, maxFile>>20, sourceSuffix),
		}.Error()
	}
	return diag.Problem{
		Code:   diag.UnreadableFile,
		Range:  hcl.Range{Filename: name},
		Detail: fmt.Sprintf("%q cannot be read: %v.", name, reason(err)),
	}.Error()
}

// reason is an error of a file without the file's name, which the message has
// already.
func reason(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

// checkText finds what the parser must not see, or where the text has seams.
func checkText(name string, src []byte) ([]seam, *hcl.Diagnostic) {
	if !utf8.Valid(src) {
		pos, rest := hcl.InitialPos, src
		for len(rest) > 0 {
			r, n := utf8.DecodeRune(rest)
			if r == utf8.RuneError && n == 1 {
				break
			}
			rest = rest[n:]
			pos.Byte += n
			pos.Column++
			if r == '\n' {
				pos.Line++
				pos.Column = 1
			}
		}
		return nil, diag.Problem{
			Code:   diag.NotUTF8,
			Range:  hcl.Range{Filename: name, Start: pos, End: pos},
			Detail: fmt.Sprintf("Byte %d of %q is no UTF-8. Save the file as UTF-8.", pos.Byte, name),
		}.Error()
	}
	seams, shallow := skim(src)
	if !shallow {
		return nil, checkNesting(name, src)
	}
	return seams, nil
}
