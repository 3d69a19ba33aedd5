//! Amounts in capital numerals (大写金额), as a cheque or a payment order bears them: 人民币叁佰贰拾伍元零肆分.
//!
//! 《票据法》 asks that figures and capitals agree; the form is that of 《支付结算办法》 annex 1: 元 or 角 at the end takes 整,
//! 10 is 壹拾, zeros within the digits collapse to one 零. Some bureaus leave 整 out after 角: [`Ending::AfterYuan`].

use crate::money::Money;

/// After what an amount takes 整.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ending {
    /// After 元 and after 角.
    #[default]
    AfterYuanAndJiao,
    /// After 元 only.
    AfterYuan,
}

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const UNITS: [(u128, char); 5] = [(100_000_000, '亿'), (10_000, '万'), (1_000, '仟'), (100, '佰'), (10, '拾')];

/// An amount in capital numerals.
#[must_use]
pub fn in_capitals(amount: Money, ending: Ending) -> String {
    let mut out = String::from("人民币");
    if amount.is_negative() {
        out.push('负');
    }
    let fen = amount.fen().unsigned_abs();
    let (yuan, jiao, fen) = (fen / 100, fen / 10 % 10, fen % 10);
    let empty = jiao == 0 && fen == 0;
    if yuan > 0 || empty {
        whole(yuan, &mut out);
        out.push('元');
    }
    if jiao > 0 {
        out.push(digit(jiao));
        out.push('角');
    } else if fen > 0 && yuan > 0 {
        out.push('零');
    }
    if fen > 0 {
        out.push(digit(fen));
        out.push('分');
    } else if empty || ending == Ending::AfterYuanAndJiao {
        out.push('整');
    }
    out
}

/// A whole number. Its depth is that of the units: each part is smaller than the one before.
fn whole(number: u128, out: &mut String) {
    let Some((unit, word)) = UNITS.into_iter().find(|(unit, _)| number >= *unit) else {
        out.push(digit(number));
        return;
    };
    let (high, low) = (number / unit, number % unit);
    whole(high, out);
    out.push(word);
    if low > 0 {
        if low < unit / 10 {
            out.push('零');
        }
        whole(low, out);
    }
}

fn digit(digit: u128) -> char {
    usize::try_from(digit).ok().and_then(|d| DIGITS.get(d)).copied().unwrap_or('零')
}
