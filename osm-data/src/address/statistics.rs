//! What became of the addresses of an extract and an address file: everything left out is counted.

macro_rules! statistics {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// Counts of an address import.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct AddressStatistics {
            $($(#[$doc])* pub $name: u64,)*
        }

        impl AddressStatistics {
            /// Every count with its name in plain words.
            pub fn lines(&self) -> Vec<(&'static str, u64)> {
                vec![$(($text, self.$name),)*]
            }
        }
    };
}

statistics! {
    /// Addresses in the index.
    addresses = "addresses";
    /// Of them from the official file.
    official = "  of them from the official file";
    /// Of them counted out along interpolation ways.
    interpolated = "  of them interpolated";
    /// Streets and places with a name.
    streets = "streets and places";
    /// Nodes, ways and rows with a house number.
    stated = "things with a house number";
    /// House numbers without street or place.
    without_street = "house numbers without a street";
    /// House numbers that are not understood.
    numbers_not_understood = "house numbers not understood";
    /// Streets of house numbers taken from a relation.
    streets_by_relation = "house numbers given a street by a relation";
    /// Relations with a house number, of which no place is made.
    relations_left_out = "relations with a house number, left out";
    /// Ways with a house number none of whose nodes is in the file.
    ways_without_nodes = "ways with a house number, but without nodes";
    /// Named roads and places drawn as lines none of whose nodes is in the file.
    named_without_nodes = "named roads and places without nodes";
    /// Relations of a named place, of which no place is made.
    place_relations_left_out = "relations of named places, left out";
    /// Interpolation ways used.
    interpolations_used = "interpolation ways used";
    /// Interpolation ways of which no number came: ends without numbers, of two streets, or not of the kind; or a kind not known.
    interpolations_left_out = "interpolation ways left out";
    /// Addresses met more than once within 30 m, and interpolated ones that exist as houses.
    duplicates = "duplicates merged";
    /// Addresses of the extract in whose stead an official one stands.
    replaced = "addresses replaced by official ones";
    /// Postal codes filled in from neighbours.
    postcodes_inferred = "postal codes inferred from neighbours";
    /// Postal towns filled in from neighbours.
    cities_inferred = "postal towns inferred from neighbours";
}
