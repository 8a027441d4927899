package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os/exec"
	"path"
	"slices"
	"strconv"
	"strings"
)

// A service is a line of modules.go.
type service struct {
	// name stands in a resource of Step Functions.
	name string
	// module is its path, version what go.mod says of it.
	module, version string
	// dir is where the module's sources are.
	dir string
	// table is what became of them.
	table []byte
}

// listed reads the services and their modules off the imports of a file.
func listed(file string) ([]*service, error) {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return nil, err
	}
	var services []*service
	for _, spec := range f.Imports {
		module, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		name, why, found := strings.Cut(spec.Comment.Text(), ": ")
		if !found || strings.TrimSpace(why) == "" || strings.ContainsAny(name, " /") {
			return nil, fmt.Errorf("%s: %s needs a comment that says the service's name and why it is here", file, module)
		}
		services = append(services, &service{name: name, module: module})
	}
	slices.SortFunc(services, func(a, b *service) int { return strings.Compare(a.name, b.name) })
	for i := 1; i < len(services); i++ {
		if services[i].name == services[i-1].name {
			return nil, fmt.Errorf("%s: %s is there twice", file, services[i].name)
		}
	}
	return services, nil
}

// locate downloads the services' modules at the versions of go.mod, and notes
// where their sources are.
func locate(services []*service) error {
	args := []string{"mod", "download", "-json"}
	byPath := make(map[string]*service, len(services))
	for _, s := range services {
		args = append(args, s.module)
		byPath[s.module] = s
	}
	cmd := exec.Command("go", args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	decoder := json.NewDecoder(bytes.NewReader(out))
	for {
		var m struct{ Path, Version, Dir, Error string }
		if err := decoder.Decode(&m); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return fmt.Errorf("read the answer of go mod download: %w", err)
		}
		if m.Error != "" {
			return fmt.Errorf("download %s: %s", m.Path, m.Error)
		}
		if s := byPath[m.Path]; s != nil {
			s.version, s.dir = m.Version, m.Dir
		}
	}
	if err != nil {
		return fmt.Errorf("go mod download: %w: %s", err, strings.TrimSpace(stderr.String()))
	}
	for _, s := range services {
		if s.dir == "" {
			return fmt.Errorf("module %s is not in go.mod", s.module)
		}
	}
	return nil
}

// versions says what the table was made of: a digest of this program's sources,
// which lie in sources, and a line per service with its module, its version and a
// digest of its table. A test of package apimodel compares it with go.mod, with
// the sources and with the tables, so that nobody need have the modules to know
// that the tables are what they should be.
func versions(services []*service, sources fs.FS) ([]byte, error) {
	files, err := fs.Glob(sources, "*.go")
	if err != nil {
		return nil, err
	}
	digest := sha256.New()
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || name == "modules.go" {
			continue
		}
		text, err := fs.ReadFile(sources, name)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(digest, "%s %d\n%s", name, len(text), text)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "generator %x\n", digest.Sum(nil)[:8])
	for _, s := range services {
		sum := sha256.Sum256(s.table)
		fmt.Fprintf(&b, "%s %s %s %x\n", s.name, path.Base(s.module), s.version, sum[:8])
	}
	return b.Bytes(), nil
}
