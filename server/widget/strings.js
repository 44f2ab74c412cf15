// What the widget itself says; `#` stands for a number or a date, `/` parts a list. The answers come from the server.

export const HANS = {
  title: '逾期问答',
  subtitle: '自动问答 · 答案注明出处',
  launcher: '问一问',
  close: '关闭',
  unread: '# 条新回复',
  greeting: '你好。逾期、催收、征信、协商还款，都可以在这里问。不用着急，一件一件来。',
  hot: '大家常问',
  topics: '按主题找',
  crisis: '心里撑不住的时候，请拨打心理援助热线',
  calls: '12356 心理援助/110 报警/120 急救',
  input: '输入你的问题',
  placeholder: '说说你遇到的情况',
  send: '发送',
  voice: '语音输入',
  listening: '正在听，再按一次结束',
  voiceFailed: '没有听清。请再试一次，或改用打字。',
  privacy: '请不要填写身份证号、银行卡号和密码',
  log: '对话记录',
  you: '你：',
  bot: '回答：',
  sending: '发送中',
  failed: '没有送达。',
  retry: '重试',
  typing: '正在查找答案…',
  offline: '网络断开了。你写的内容都在，连上后会自动重发。',
  unreachable: '暂时连不上服务器，请稍后重试。',
  tooFast: '提问有点快，请 # 秒后再试。',
  refused: '这条消息没有被接受。',
  lost: '之前的对话暂时读不出来，记录还在。',
  cut: '最多 1000 字，超出的部分没有放进来。',
  left: '还可以写 # 字',
  date: '选择日期',
  suggestions: '# 条联想，用上下键选择',
  sources: '出处 # 条',
  reviewed: '# 审阅',
  related: '接着问',
  choose: '你想问的是',
  helpful: '这条回答有帮助吗',
  up: '有帮助',
  down: '没有帮助',
  thanks: '谢谢，已经记下。',
  rateFailed: '没有记下，请稍后再试。',
  why: '哪里没帮到你？（可以不填）',
  reasons: '看不懂/答非所问/内容不准/太笼统',
  submit: '提交',
  unsolved: '还是没解决',
  menu: '更多',
  browse: '回到常见问题',
  person: '找人工帮忙',
  erase: '清空并删除我的记录',
  eraseAsk: '删除全部记录？',
  eraseDetail: '服务器和这台设备上的对话、评价都会删除，无法恢复。',
  eraseYes: '全部删除',
  cancel: '取消',
  erased: '记录已全部删除。',
  eraseFailed: '没能删除，记录还在。请稍后再试。',
};

/** @import { Strings } from './types.js' */
/** @type {Strings} */
const EN = {
  title: 'Overdue credit help',
  subtitle: 'Automatic answers, with sources',
  launcher: 'Ask',
  close: 'Close',
  unread: '# new',
  greeting: 'Hello. Ask about overdue payments, collection calls, credit records or repayment plans. One thing at a time.',
  hot: 'Often asked',
  topics: 'By topic',
  crisis: 'If it all feels too much, call the mental health line',
  calls: '12356 Mental health/110 Police/120 Ambulance',
  input: 'Your question',
  placeholder: 'Tell us what happened',
  send: 'Send',
  voice: 'Speak',
  listening: 'Listening. Press again to stop.',
  voiceFailed: 'Nothing was heard. Please try again, or type.',
  privacy: 'Leave out ID and card numbers and passwords',
  log: 'Conversation',
  you: 'You: ',
  bot: 'Answer: ',
  sending: 'Sending',
  failed: 'Not delivered. ',
  retry: 'Retry',
  typing: 'Looking for an answer…',
  offline: 'You are offline. What you wrote is kept and sent when you are back.',
  unreachable: 'The server cannot be reached. Please try again later.',
  tooFast: 'That was quick. Please try again in # s.',
  refused: 'This message was not accepted.',
  lost: 'The earlier conversation cannot be shown now. It is not lost.',
  cut: 'At most 1000 characters; the rest was left out.',
  left: '# characters left',
  date: 'Choose a date',
  suggestions: '# suggestions, use the arrow keys',
  sources: 'Sources: #',
  reviewed: 'reviewed #',
  related: 'Ask next',
  choose: 'Did you mean',
  helpful: 'Was this answer helpful?',
  up: 'Helpful',
  down: 'Not helpful',
  thanks: 'Thank you, noted.',
  rateFailed: 'Not stored. Please try again later.',
  why: 'What was missing? (optional)',
  reasons: 'Unclear/Off topic/Inaccurate/Too general',
  submit: 'Submit',
  unsolved: 'Still not solved',
  menu: 'More',
  browse: 'Back to the questions',
  person: 'Talk to a person',
  erase: 'Delete my records',
  eraseAsk: 'Delete everything?',
  eraseDetail: 'The conversation and ratings on the server and on this device will be gone for good.',
  eraseYes: 'Delete all',
  cancel: 'Cancel',
  erased: 'All records are deleted.',
  eraseFailed: 'Could not delete; the records are still there. Please try again later.',
};

/** Taiwan's words first, then character by character. */
const WORDS = [['网络', '網路'], ['服务器', '伺服器'], ['发送', '傳送'], ['回复', '回覆'], ['身份', '身分']];
const SIMPLIFIED = '闭价会关内写决况准删务动协发号后听处备复审对帮并开录征报拨择撑断无时暂条来没热着码笼线经结统网联见记设证评试话语说请读谢输达还这连选里银键问阅题';
const TRADITIONAL = '閉價會關內寫決況準刪務動協發號後聽處備復審對幫並開錄徵報撥擇撐斷無時暫條來沒熱著碼籠線經結統網聯見記設證評試話語說請讀謝輸達還這連選裡銀鍵問閱題';

/** @param {string} text */
function traditional(text) {
  const words = WORDS.reduce((done, [from = '', to = '']) => done.replace(from, to), text);
  return [...words].map((char) => TRADITIONAL[SIMPLIFIED.indexOf(char)] ?? char).join('');
}

/** @param {string} lang the element's `lang` @returns {['zh-CN' | 'zh-TW' | 'en', Strings]} */
export function stringsFor(lang) {
  if (/^en/i.test(lang)) return ['en', EN];
  if (!/^zh-(tw|hk|mo|hant)/i.test(lang)) return ['zh-CN', HANS];
  return ['zh-TW', /** @type {Strings} */ (Object.fromEntries(Object.entries(HANS).map(([name, text]) => [name, traditional(text)])))];
}
