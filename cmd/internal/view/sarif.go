package view

import (
	"io"
	"net/url"
	"path"
	"strings"

	"github.com/pipectl/pipectl/dsl/diag"
)

// The parts of SARIF 2.1.0 (OASIS standard) that are used. What it calls a rule
// is a code of ours.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string     `json:"id"`
		Name             string     `json:"name,omitempty"`
		ShortDescription sarifText  `json:"shortDescription"`
		FullDescription  *sarifText `json:"fullDescription,omitempty"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID           string          `json:"ruleId"`
		RuleIndex        int             `json:"ruleIndex"`
		Level            string          `json:"level"`
		Message          sarifText       `json:"message"`
		Locations        []sarifLocation `json:"locations,omitempty"`
		RelatedLocations []sarifLocation `json:"relatedLocations,omitempty"`
		Fixes            []sarifFix      `json:"fixes,omitempty"`
	}
	sarifLocation struct {
		PhysicalLocation sarifPhysical  `json:"physicalLocation"`
		LogicalLocations []sarifLogical `json:"logicalLocations,omitempty"`
		Message          *sarifText     `json:"message,omitempty"`
	}
	sarifPhysical struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
		Region           *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int        `json:"startLine"`
		StartColumn int        `json:"startColumn"`
		EndLine     int        `json:"endLine"`
		EndColumn   int        `json:"endColumn"`
		Snippet     *sarifText `json:"snippet,omitempty"`
	}
	sarifLogical struct {
		Name string `json:"name"`
	}
	sarifFix struct {
		Description     sarifText     `json:"description"`
		ArtifactChanges []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		ArtifactLocation sarifArtifact      `json:"artifactLocation"`
		Replacements     []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		DeletedRegion   sarifRegion `json:"deletedRegion"`
		InsertedContent sarifText   `json:"insertedContent"`
	}
)

// writeSARIF writes a log of one run, for code scanning.
func writeSARIF(w io.Writer, reports []diag.Report, version string) error {
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "pipectl", Version: version, Rules: []sarifRule{}}},
		ColumnKind: "unicodeCodePoints",
		Results:    []sarifResult{},
	}
	index := map[string]int{} // of the rules, by ID
	for _, r := range reports {
		id := string(r.Code)
		if id == "" {
			id = "HCL"
		}
		if _, ok := index[id]; !ok {
			index[id] = len(run.Tool.Driver.Rules)
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, rule(id, r))
		}
		run.Results = append(run.Results, result(id, index[id], r))
	}
	return encode(w, sarifLog{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{run},
	})
}

func rule(id string, r diag.Report) sarifRule {
	rule := sarifRule{ID: id, ShortDescription: sarifText{r.Title}}
	if e := diag.Lookup(r.Code); e != nil {
		rule.Name = e.Name
		rule.FullDescription = &sarifText{e.Doc}
	}
	return rule
}

func result(id string, index int, r diag.Report) sarifResult {
	s := sarifResult{RuleID: id, RuleIndex: index, Level: r.Severity, Message: sarifText{r.Detail}}
	if r.Place != nil {
		l := location(*r.Place, r.Snippet)
		if r.In != "" {
			l.LogicalLocations = []sarifLogical{{r.In}}
		}
		s.Locations = []sarifLocation{l}
	}
	for _, n := range r.Notes {
		l := location(n.Place, n.Snippet)
		l.Message = &sarifText{n.Text}
		s.RelatedLocations = append(s.RelatedLocations, l)
	}
	if r.Fix != nil {
		fix := sarifFix{Description: sarifText{r.Fix.Text}, ArtifactChanges: []sarifChange{}}
		for _, e := range r.Fix.Edits {
			change := sarifReplacement{*span(e.Place, nil), sarifText{e.Text}}
			n := len(fix.ArtifactChanges)
			if n > 0 && fix.ArtifactChanges[n-1].ArtifactLocation.URI == uri(e.Place.File) {
				fix.ArtifactChanges[n-1].Replacements = append(fix.ArtifactChanges[n-1].Replacements, change)
				continue
			}
			fix.ArtifactChanges = append(fix.ArtifactChanges, sarifChange{sarifArtifact{uri(e.Place.File)}, []sarifReplacement{change}})
		}
		s.Fixes = []sarifFix{fix}
	}
	return s
}

func location(p diag.Place, snippet []diag.Line) sarifLocation {
	l := sarifLocation{PhysicalLocation: sarifPhysical{ArtifactLocation: sarifArtifact{uri(p.File)}}}
	if p.Start.Line > 0 {
		l.PhysicalLocation.Region = span(p, snippet)
	}
	return l
}

func span(p diag.Place, snippet []diag.Line) *sarifRegion {
	r := &sarifRegion{StartLine: p.Start.Line, StartColumn: p.Start.Column, EndLine: p.End.Line, EndColumn: p.End.Column}
	if len(snippet) > 0 {
		var lines []string
		for _, l := range snippet {
			lines = append(lines, l.Text)
		}
		r.Snippet = &sarifText{strings.Join(lines, "\n")}
	}
	return r
}

// uri is a file's name as a URI: relative as it stands, absolute with a scheme.
func uri(file string) string {
	u := url.URL{Path: file}
	if path.IsAbs(file) {
		u.Scheme = "file"
		return u.String()
	}
	return strings.TrimPrefix(u.String(), "./")
}
