//! Lines as short text: the encoded polyline of Google Maps, at five or six decimals.

/// A line as text. `points` are `[lon, lat]` pairs; the text holds latitudes first, as everywhere.
///
/// # References
/// Google, "Encoded Polyline Algorithm Format"; six decimals as OSRM's `polyline6` has it.
pub fn encode_polyline(points: &[[f64; 2]], decimals: u32) -> String {
    let scale = 10_f64.powi(decimals as i32);
    let mut text = String::with_capacity(points.len() * 6);
    let mut before = [0_i64; 2];
    for point in points {
        for (axis, degrees) in [point[1], point[0]].into_iter().enumerate() {
            let whole = (degrees * scale).round() as i64;
            push(whole - before[axis], &mut text);
            before[axis] = whole;
        }
    }
    text
}

fn push(difference: i64, text: &mut String) {
    // The sign goes to the lowest bit, so that small numbers of either sign are short.
    let mut left = ((difference << 1) ^ (difference >> 63)) as u64;
    while left >= 0x20 {
        text.push(char::from((left & 0x1f) as u8 + 0x20 + 63));
        left >>= 5;
    }
    text.push(char::from(left as u8 + 63));
}

/// The `[lon, lat]` pairs of a line as text; `None` when the text is cut off, holds other characters, or a number
/// that is no degree.
pub fn decode_polyline(text: &str, decimals: u32) -> Option<Vec<[f64; 2]>> {
    let scale = 10_f64.powi(decimals as i32);
    let mut points = Vec::new();
    let mut whole = [0_i64; 2];
    let mut axis = 0;
    let mut bytes = text.bytes().peekable();
    while bytes.peek().is_some() {
        let (mut number, mut shift) = (0_u64, 0_u32);
        loop {
            let chunk = u64::from(bytes.next()?.checked_sub(63).filter(|c| *c < 64)?);
            // No degree at any precision takes more than seven characters.
            if shift > 40 {
                return None;
            }
            number |= (chunk & 0x1f) << shift;
            shift += 5;
            if chunk < 0x20 {
                break;
            }
        }
        let difference = (number >> 1) as i64 ^ -((number & 1) as i64);
        whole[axis] += difference;
        if axis == 1 {
            points.push([whole[1] as f64 / scale, whole[0] as f64 / scale]);
        }
        axis = 1 - axis;
    }
    (axis == 0).then_some(points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_example_of_the_format_comes_out_as_printed() {
        let line = [[-120.2, 38.5], [-120.95, 40.7], [-126.453, 43.252]];
        assert_eq!(encode_polyline(&line, 5), "_p~iF~ps|U_ulLnnqC_mqNvxq`@");
        assert_eq!(decode_polyline("_p~iF~ps|U_ulLnnqC_mqNvxq`@", 5), Some(line.to_vec()));
        for broken in ["_p~iF", "_p~iF~ps|", "\u{7f}?", "~~~~~~~~~~~~", "å"] {
            assert_eq!(decode_polyline(broken, 5), None, "{broken}");
        }
        assert_eq!(decode_polyline("", 5), Some(Vec::new()));
    }

    proptest! {
        #[test]
        fn a_line_comes_back(line in prop::collection::vec((-180_000_000..180_000_000_i64, -90_000_000..90_000_000_i64), 0..20)) {
            let line: Vec<[f64; 2]> = line.iter().map(|&(x, y)| [x as f64 / 1e6, y as f64 / 1e6]).collect();
            prop_assert_eq!(decode_polyline(&encode_polyline(&line, 6), 6), Some(line));
        }

        #[test]
        fn any_text_is_read_or_refused(text: String) {
            let _ = decode_polyline(&text, 5);
        }
    }
}
