// Command gen writes the pages of the catalog into the directory that it is
// given, and removes the pages of kinds that are no more. The page of policies
// goes beside the directory.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/pipectl/pipectl/dsl/catalog"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: gen DIR")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	current := make(map[string]bool)
	for _, page := range catalog.Pages() {
		current[page.Name] = true
		if err := os.WriteFile(filepath.Join(dir, page.Name), []byte(page.Text), 0o644); err != nil {
			return err
		}
	}
	policies := catalog.PolicyPage()
	if err := os.WriteFile(filepath.Join(filepath.Dir(dir), policies.Name), []byte(policies.Text), 0o644); err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(dir, "*.md"))
	if err != nil {
		return err
	}
	for _, path := range old {
		if !current[filepath.Base(path)] {
			if err := os.Remove(path); err != nil {
				return err
			}
		}
	}
	return nil
}
