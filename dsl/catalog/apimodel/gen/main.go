// Command gen writes the table of package apimodel out of the modules of the AWS
// SDK for Go that modules.go lists. It is a module of its own, so that nobody who
// builds pipectl gets these modules. Start at write.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

//go:generate go run . ../models

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: gen DIR")
		os.Exit(2)
	}
	services, err := listed("modules.go")
	if err == nil {
		err = locate(services)
	}
	if err == nil {
		err = write(os.Args[1], services)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// write fills dir with a file per service and the list of their versions, and
// removes the files of services that are no more.
func write(dir string, services []*service) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	errs := make([]error, len(services))
	var all sync.WaitGroup
	for i, s := range services {
		all.Go(func() {
			m, err := read(os.DirFS(s.dir))
			if err == nil {
				s.table = encode(m)
				err = os.WriteFile(filepath.Join(dir, s.name+".model"), s.table, 0o644)
			}
			if err != nil {
				errs[i] = fmt.Errorf("service %s: %w", s.name, err)
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	versions, err := versions(services, os.DirFS("."))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "versions.txt"), versions, 0o644); err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(dir, "*.model"))
	if err != nil {
		return err
	}
	for _, path := range old {
		name := filepath.Base(path)
		if !slices.ContainsFunc(services, func(s *service) bool { return s.name+".model" == name }) {
			if err := os.Remove(path); err != nil {
				return err
			}
		}
	}
	return nil
}
