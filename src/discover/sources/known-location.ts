/** Where credentials are known to lie on a machine. `~` is the home folder; `*` stands for one name, `**` for any depth. */
export interface KnownLocations {
  readonly what: string;
  readonly all?: readonly string[];
  readonly linux?: readonly string[];
  readonly mac?: readonly string[];
  readonly win?: readonly string[];
}
